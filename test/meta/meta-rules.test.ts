import { describe, expect, test } from 'vitest';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import { META_FIELDS } from '../../src/meta/model/meta-fields.ts';
import { metaContext } from '../../src/meta/model/meta-options.ts';
import { META_PROFILES, severityIn } from '../../src/meta/model/meta-profile.ts';
import { parseRegion } from '../../src/meta/model/region.ts';
import { RecordCheck } from '../../src/meta/rules/check-record.ts';
import type { MetaIssue } from '../../src/meta/rules/meta-issue.ts';
import { EXAMPLE_LINE, type MetaRule } from '../../src/meta/rules/meta-rule.ts';
import { META_RULES } from '../../src/meta/rules/meta-rules.ts';
import { collect } from '../shared/async/collect.ts';
import { optionsOf } from './rule-contexts.ts';
import { GOOD_LINE, RULE_EXAMPLES, type RuleExamples } from './rule-examples.ts';

const lineOf = (difference: object) => JSON.stringify({ ...GOOD_LINE, ...difference });

/** The same record with the names that code uses, without what is undefined. */
const inCode = (difference: object): Record<string, unknown> => {
  const line: Record<string, unknown> = JSON.parse(lineOf(difference));
  return Object.fromEntries(
    META_FIELDS.filter(({ wire }) => wire in line).map(({ wire, key }) => [key, line[wire]]),
  );
};

/** The examples that stand in the table itself. */
const OWN_EXAMPLES = META_RULES.map(
  (rule: MetaRule): RuleExamples => ({
    code: rule.code,
    field: rule.field,
    documented: severityIn(rule.severity, 'documented'),
    strict: severityIn(rule.severity, 'strict'),
    bad: [rule.bad],
    good: [rule.good],
    options: optionsOf(rule),
    names: '',
  }),
);

const whatIsWrong = (issues: readonly MetaIssue[]) =>
  issues.map(({ code, severity, path, field, message }) => ({ code, severity, path, field, message }));

const CASES = [
  ...RULE_EXAMPLES.map((one) => ['written out again', one] as const),
  ...OWN_EXAMPLES.map((one) => ['of the table', one] as const),
].map(([where, one], at) => [`${one.code} of ${one.field}, examples ${where} (${at})`, one] as const);

describe.each(CASES)('%s', (_, { code, field, bad, good, options, names = field, ...severities }) => {
  describe.each(META_PROFILES)('in profile %s', (profile) => {
    const parser = new MetaLineParser({ ...options, profile });
    const severity = severities[profile];
    const ofRule = (issues: readonly MetaIssue[]) =>
      issues.filter((issue) => issue.code === code && issue.field === field);

    test.each(bad.map((one) => [lineOf(one).slice(0, 120), one] as const))(
      'is found when the line is %s',
      (_, one) => {
        const { record, issues } = parser.parseLine(lineOf(one));
        expect(ofRule(issues)).toMatchObject([{ severity, path: [field], line: 1 }]);
        expect(ofRule(issues)[0]?.message).toContain(names);
        if (severity === 'error') expect(record).toBeUndefined();
      },
    );

    test.each(good.map((one) => [lineOf(one).slice(0, 120), one] as const))(
      'is silent when the line is %s',
      (_, one) => {
        expect(ofRule(parser.parseLine(lineOf(one)).issues)).toEqual([]);
      },
    );

    test('is the same when the lines are scanned as bytes', async () => {
      const lines = [...bad, ...good].map(lineOf);
      const batches = await collect(parser.batches(new TextEncoder().encode(`${lines.join('\n')}\n`)));
      const [first = { lines: 0 }, ...others] = batches;
      expect([first.lines, others]).toEqual([lines.length, []]);
      let offset = 0;
      for (const [at, line] of lines.entries()) {
        const slow = parser.parseLine(line, at + 1);
        const moved = slow.issues.map((issue) => ({ ...issue, offset: issue.offset + offset }));
        expect(batches[0]?.issues.filter((issue) => issue.line === at + 1)).toEqual(moved);
        const place = batches[0]?.lineNumbers.indexOf(at + 1) ?? -1;
        expect(batches[0]?.records[place]).toEqual(slow.record);
        offset += new TextEncoder().encode(line).length + 1;
      }
    });

    test('is the same when the records are made in code', () => {
      const check = new RecordCheck(metaContext({ ...options, profile }));
      for (const one of [...bad, ...good]) {
        const slow = parser.parseLine(lineOf(one));
        const asText = inCode(one);
        const asObject = { ...asText, region: parseRegion(String(asText['region'])) };
        for (const record of [asText, asObject]) {
          const checked = check.check(record, 'record');
          expect(whatIsWrong(checked.issues)).toEqual(whatIsWrong(slow.issues));
          expect(checked.record).toEqual(slow.record);
        }
      }
    });
  });
});

describe('META_RULES', () => {
  const named = (rules: readonly Pick<RuleExamples, 'code' | 'field' | 'documented' | 'strict'>[]) =>
    [...new Set(rules.map((one) => `${one.code} ${one.field} ${one.documented} ${one.strict}`))].sort();

  test('has good and bad examples of its severities for every rule, written out apart from it', () => {
    expect(named(RULE_EXAMPLES)).toEqual(named(OWN_EXAMPLES));
    for (const { bad, good } of RULE_EXAMPLES)
      expect([bad.length > 0, good.length > 0]).toEqual([true, true]);
    expect(EXAMPLE_LINE).toEqual(GOOD_LINE);
  });

  test('names for every rule the document that says so', () => {
    expect(META_RULES.filter(({ source }) => source.length < 10)).toEqual([]);
  });

  test('leaves nothing to say when a line is good', () => {
    for (const profile of META_PROFILES) {
      const { record, issues } = new MetaLineParser({ profile }).parseLine(lineOf({}));
      expect(issues).toEqual([]);
      expect(record).toEqual({
        operationType: 'ADD',
        productId: '1000',
        picName: 'shoe.jpg',
        customContent: 'k1:v1',
      });
    }
  });

  test.each([
    [{ picNameBase: 'folder', metaFolder: 'shoes' }],
    [{ picNameBase: 'bucket' }],
    [{ picNameBase: 'bucket', metaFolder: '' }],
    [{ picNameBase: 'bucket', metaFolder: '/' }],
  ] as const)('lets PicName lie anywhere when options are %j', (options) => {
    const parser = new MetaLineParser({ ...options, profile: 'strict' });
    expect(parser.parseLine(lineOf({ PicName: 'elsewhere/shoe.jpg' })).issues).toEqual([]);
  });

  test('names the fields as the file does when a DELETE has others', () => {
    const { issues } = new MetaLineParser().parseLine(lineOf({ OperationType: 'DELETE', StrAttr2: 'a' }));
    expect(issues.map(({ message }) => message)).toEqual([
      'DELETE takes ProductId and PicName only: StrAttr2, CustomContent has no effect',
    ]);
  });

  test('tells one thing of a field when several rules would refuse it', () => {
    const { issues } = new MetaLineParser({ profile: 'strict' }).parseLine(
      lineOf({ PicName: `/${'x'.repeat(600)}//` }),
    );
    expect(issues.map(({ code }) => code)).toEqual(['META_TOO_LONG']);
  });
});
