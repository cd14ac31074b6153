import { describe, expect, test } from 'vitest';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import { META_PROFILES } from '../../src/meta/meta-profile.ts';
import { checkRecord } from '../../src/meta/rules/check-record.ts';
import { META_FIELDS } from '../../src/meta/rules/meta-fields.ts';
import { META_RULES } from '../../src/meta/rules/meta-rules.ts';
import { GOOD_LINE, RULE_EXAMPLES, type RuleExamples } from './rule-examples.ts';

const lineOf = (difference: object) => JSON.stringify({ ...GOOD_LINE, ...difference });

/** The same record with the names that code uses. */
const inCode = (difference: object) => {
  const line: Record<string, unknown> = { ...GOOD_LINE, ...difference };
  return Object.fromEntries(META_FIELDS.map(({ wire, key }) => [key, line[wire]]));
};

describe.each(
  RULE_EXAMPLES.map((one) => [`${one.code} of ${one.field} (${one.serviceType ?? 'product'})`, one] as const),
)('%s', (_, { code, field, bad, good, serviceType = 'product', ...severities }: RuleExamples) => {
  describe.each(META_PROFILES)('in profile %s', (profile) => {
    const parser = new MetaLineParser({ serviceType, profile });
    const severity = severities[profile];

    test.each(bad.map((one) => [lineOf(one).slice(0, 120), one] as const))(
      'is found when the line is %s',
      (_, one) => {
        const { record, issues } = parser.parseLine(lineOf(one));
        const found = issues.filter((issue) => issue.code === code && issue.field === field);
        expect(found).toMatchObject([{ severity, path: [field], line: 1 }]);
        expect(found[0]?.message).toContain(
          field === 'OperationType' && code !== 'META_OPERATION_UNKNOWN' ? 'DELETE' : field,
        );
        if (severity === 'error') expect(record).toBeUndefined();
      },
    );

    test.each(good.map((one) => [lineOf(one).slice(0, 120), one] as const))(
      'is silent when the line is %s',
      (_, one) => {
        const { issues } = parser.parseLine(lineOf(one));
        expect(issues.filter((issue) => issue.code === code && issue.field === field)).toEqual([]);
      },
    );

    test('is the same for a record in code', () => {
      for (const one of [...bad, ...good]) {
        const { record, issues } = checkRecord(inCode(one), 'key', { serviceType, profile });
        const line = parser.parseLine(lineOf(one));
        expect(issues.map((issue) => [issue.code, issue.field, issue.message])).toEqual(
          line.issues.map((issue) => [issue.code, issue.field, issue.message]),
        );
        expect(record).toEqual(line.record);
      }
    });
  });
});

describe('META_RULES', () => {
  const named = (rules: readonly { readonly code: string; readonly field: string }[]) =>
    [...new Set(rules.map(({ code, field }) => `${code} ${field}`))].sort();

  test('has good and bad examples above for every rule', () => {
    expect(named(RULE_EXAMPLES)).toEqual(named(META_RULES));
    for (const { bad, good } of RULE_EXAMPLES)
      expect([bad.length > 0, good.length > 0]).toEqual([true, true]);
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
