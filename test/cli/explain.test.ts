import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/cli/explain/error-codes.ts';
import { explainCode, explainedCodes } from '../../src/cli/explain/explain-code.ts';
import { IMPORT_RULES } from '../../src/index.ts';
import { META_ISSUES } from '../../src/meta/index.ts';
import { runHere } from './run-here.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const plain = (text: string) => text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');

describe('explain', () => {
  it('says of errors what their page says', () => {
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| ([^|]*?) \|(?: ([^|]*?) \|)?$/gm)];
    const documented = rows
      .filter(([, code = '']) => !Object.hasOwn(IMPORT_RULES, code))
      .map(([, code, means = '', remedy]) => [
        code,
        { means: plain(means), ...(remedy === undefined ? {} : { remedy: plain(remedy) }) },
      ]);
    const { USAGE: _, ...others } = ERROR_CODES; // of the command line alone
    expect(others).toEqual(Object.fromEntries(documented));
  });

  it.each(explainedCodes().map((code) => [code]))('has a meaning for %s', async (code) => {
    const explanation = await explainCode(code);
    expect(explanation?.means).toMatch(/\S/);
  });

  it.each(Object.keys(META_ISSUES).map((code) => [code]))(
    'has the rule of %s, its source and both examples',
    async (code) => {
      const { means, source, bad, good } = (await explainCode(code)) ?? {};
      expect(means).not.toContain('breaks the rule of the document below'); // what is said when the example breaks none
      expect([typeof source, typeof bad, typeof good]).toEqual(['string', 'string', 'string']);
      expect(bad).not.toBe(good);
    },
  );

  it('prints rule, source, examples and remedy', async () => {
    const { code, stdout } = await runHere(['explain', 'META_REGION_ORDER', 'nosuchbucket', 'TASK_RUNNING']);
    expect(code).toBe(2); // a code of a service is written as the service writes it
    expect(stdout).toMatch(
      /^META_REGION_ORDER \(error\)\n {2}means {3}Region is .*\n {2}source {2}.*\n {2}bad {5}\{.*\n {2}good {4}\{/,
    );
  });

  it('finds a code of ours that is typed in small letters', async () => {
    const { code, stdout } = await runHere(['explain', 'task_running']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'TASK_RUNNING\n  means   the instance runs another batch task\n  remedy  wait for it',
    );
  });
});
