import { describe, expect, it } from 'vitest';
import { explainCode, explainedCodes } from '../../src/cli/explain/explain-code.ts';
import { SEVERITY_TEXTS } from '../../src/cli/explain/texts/label-texts.ts';
import { META_ISSUES } from '../../src/meta/index.ts';
import { runHere } from './run-here.ts';

describe('explain', () => {
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
      /^META_REGION_ORDER \(error\)\n {2}means {4}Region is .*\n {2}source {3}.*\n {2}bad {6}\{.*\n {2}good {5}\{/,
    );
  });

  it('finds a code of ours that is typed in small letters', async () => {
    const { code, stdout } = await runHere(['explain', 'task_running']);
    expect(code).toBe(0);
    expect(stdout).toContain('TASK_RUNNING\n  means    the instance runs another batch task\n');
  });

  it('explains in Chinese when asked, with labels and severity in Chinese', async () => {
    const codes = ['TASK_RUNNING', 'META_REGION_ORDER', 'META_TOO_LONG_FOR_API'];
    const { code, stdout } = await runHere(['explain', ...codes, '--lang', 'zh']);
    expect(code).toBe(0);
    expect(stdout).toContain('TASK_RUNNING\n  含义     实例正在运行另一个批量任务\n');
    expect(stdout).toContain('META_REGION_ORDER (错误)\n');
    expect(stdout).toContain('META_TOO_LONG_FOR_API (警告，使用 --profile strict 时为错误)\n');
    expect(stdout).toMatch(/\n {2}依据 {5}.*\n {2}错误示例 \{.*\n {2}正确示例 \{.*\n {2}处理办法 /);
    expect(stdout).not.toMatch(/^ {2}(?:means|source|example|bad|good|remedy) /m);
  });

  it.each(explainedCodes())('has a word in Chinese for the severity of %s', async (name) => {
    const { severity } = (await explainCode(name, 'zh')) ?? {};
    if (severity !== undefined) expect(SEVERITY_TEXTS[severity]?.zh).toMatch(/\p{Script=Han}/u);
  });
});
