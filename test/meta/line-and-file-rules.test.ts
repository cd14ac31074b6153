import { describe, expect, test } from 'vitest';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import { META_PROFILES, severityIn } from '../../src/meta/model/meta-profile.ts';
import { META_FILE_RULES, type MetaFileCode } from '../../src/meta/rules/file-rules.ts';
import { META_LINE_RULES, type MetaLineCode } from '../../src/meta/rules/line-rules.ts';
import type { MetaIssue } from '../../src/meta/rules/meta-issue.ts';
import { collect } from '../shared/async/collect.ts';
import { type ExampleFile, fileExample, lineExample } from './rule-files.ts';

const LINE_CODES = Object.keys(META_LINE_RULES) as MetaLineCode[];
const FILE_CODES = Object.keys(META_FILE_RULES) as MetaFileCode[];

const TOLD_AT_BOTH_LINES: readonly MetaFileCode[] = [
  'META_ADD_AND_DELETE',
  'META_PRODUCT_REPLACED',
  'META_ADD_AND_DELETE_PRODUCT',
];

const severities = (issues: readonly MetaIssue[], code: string) =>
  issues.filter((issue) => issue.code === code).map(({ severity }) => severity);

describe.each(META_PROFILES)('in profile %s', (profile) => {
  const parserOf = ({ options }: ExampleFile) => new MetaLineParser({ ...options, profile });
  const lint = (file: ExampleFile) => collect(parserOf(file).lint(file.bytes, { name: file.name }));

  describe.each(LINE_CODES)('%s', (code) => {
    const { severity, bad, good } = META_LINE_RULES[code];

    test('is found by every way of reading when a file holds the bad example', async () => {
      const file = lineExample(code, bad);
      const parser = parserOf(file);
      const parsed = await collect(parser.parse(file.bytes));
      const batches = await collect(parser.batches(file.bytes));
      const found = [severityIn(severity, profile)];
      expect(severities(parsed[0]?.issues ?? [], code)).toEqual(found);
      expect(parsed[0]?.record === undefined).toBe(found[0] === 'error' || code === 'META_BLANK_LINE');
      expect(batches.flatMap(({ issues }) => issues)).toEqual(parsed[0]?.issues);
      expect(severities(await lint(file), code)).toEqual(found);
    });

    test('is not found when a file holds the good example', async () => {
      const file = lineExample(code, good);
      const parsed = await collect(parserOf(file).parse(file.bytes));
      expect(parsed.map(({ record }) => record?.picName)).toEqual(['a.jpg']);
      expect(severities(await lint(file), code)).toEqual([]);
    });
  });

  describe.each(FILE_CODES)('%s', (code) => {
    const { severity, bad, good } = META_FILE_RULES[code];

    test('is found at each line concerned when a file is the bad example', async () => {
      const found = Array(TOLD_AT_BOTH_LINES.includes(code) ? 2 : 1).fill(severityIn(severity, profile));
      expect(severities(await lint(fileExample(code, bad)), code)).toEqual(found);
    });

    test('is not found when a file is the good example', async () => {
      const issues = await lint(fileExample(code, good));
      expect(severities(issues, code)).toEqual([]);
      expect(issues.filter((issue) => issue.severity === 'error')).toEqual([]);
    });
  });
});

describe('the tables of rules', () => {
  test('name for every rule the document that says so, or why there is one', () => {
    const rules = [...Object.values(META_LINE_RULES), ...Object.values(META_FILE_RULES)];
    expect(rules.filter(({ source }) => source.length < 10)).toEqual([]);
  });
});
