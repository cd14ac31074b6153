import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MIGRATION_RULES } from '../../src/index.ts';
import { JOB_KEYS, type PropertyKeys, SYSTEM_KEYS } from '../../src/migration/ossimport/job-keys.ts';
import { MIGRATION_RESULT_RULES } from '../../src/migration/results/migration-outcome.ts';

const page = readFileSync(new URL('../../docs/migration.md', import.meta.url), 'utf8');

const rowsOf = (keys: PropertyKeys): readonly string[] =>
  Object.entries(keys).map(([key, { value, allowed, means, by }]) => {
    const shown = value === undefined ? 'of the plan' : value === '' ? 'empty' : `\`${value}\``;
    return `| \`${key}\` | ${shown} | ${allowed.allowed} | ${by} | ${means} |`;
  });

describe('the page of migration', () => {
  it.each([
    ['the job', JOB_KEYS],
    ['the system', SYSTEM_KEYS],
  ])('has every key of %s in the order in which it is written', (_, keys) => {
    expect(page).toContain(`\n${rowsOf(keys).join('\n')}\n\n`);
  });

  it('has every code, and no other', () => {
    const named = [...page.matchAll(/^\| `(MIGRATION_\w+)` \|/gm)].map(([, code]) => code);
    expect(named).toEqual([...Object.keys(MIGRATION_RULES), ...Object.keys(MIGRATION_RESULT_RULES)]);
    for (const [code, { means, source }] of Object.entries(MIGRATION_RULES))
      expect(page).toContain(`| \`${code}\` | ${means} | ${source} |`);
    for (const [code, { means }] of Object.entries(MIGRATION_RESULT_RULES))
      expect(page).toContain(`| \`${code}\` | ${means} |`);
  });
});
