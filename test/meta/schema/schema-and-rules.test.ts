import { describe, expect, test } from 'vitest';
import { MetaLineParser } from '../../../src/meta/meta-line-parser.ts';
import type { MetaOptions } from '../../../src/meta/model/meta-options.ts';
import { META_PROFILES } from '../../../src/meta/model/meta-profile.ts';
import { META_LINE_RULES, type MetaLineCode } from '../../../src/meta/rules/line-rules.ts';
import type { MetaIssueCode } from '../../../src/meta/rules/meta-issue-code.ts';
import { EXAMPLE_LINE, type MetaRule } from '../../../src/meta/rules/meta-rule.ts';
import { META_RULES } from '../../../src/meta/rules/meta-rules.ts';
import { metaJsonSchema } from '../../../src/meta/schema/meta-json-schema.ts';
import fc from '../../support/properties.ts';
import { mutatedLine } from '../mutated-lines.ts';
import { optionsOf } from '../rule-contexts.ts';
import { GOOD_LINE, RULE_EXAMPLES } from '../rule-examples.ts';
import { lineExample } from '../rule-files.ts';
import { newAjv } from './ajv.ts';
import { anyLine } from './any-line.ts';

/** Errors of lines that are JSON which no schema can say, and why. */
const BEYOND_SCHEMAS: Readonly<Partial<Record<MetaIssueCode, string>>> = {
  META_REGION_ORDER: 'JSON Schema cannot compare two parts of a text',
  META_REGION_OUTSIDE: 'JSON Schema does not know the image',
  META_DUPLICATE_KEY: 'a schema is about a value, and that has every key once',
  META_LINE_TOO_LONG: 'a schema is about a value, not about the bytes it came from',
};

const isBeyond = (code: MetaIssueCode) => code in BEYOND_SCHEMAS;

const ajv = newAjv();
const known = new Map<string, (value: unknown) => boolean>();

/** The schema is the same whatever `sizeOf` says. */
function compiled(options: MetaOptions): (value: unknown) => boolean {
  const key = JSON.stringify(options);
  const takes = known.get(key) ?? ajv.compile(metaJsonSchema(options));
  known.set(key, takes);
  return takes;
}

/** Both verdicts on a line, for the same options. */
class Judges {
  readonly #parser: MetaLineParser;
  readonly #takes: (value: unknown) => boolean;

  constructor(options: MetaOptions, maxLineBytes?: number) {
    this.#parser = new MetaLineParser({ ...options, ...(maxLineBytes && { maxLineBytes }) });
    this.#takes = compiled(options);
  }

  bySchema(text: string): boolean {
    return this.#takes(JSON.parse(text));
  }

  /** The errors of the rules. */
  byRules(text: string): readonly MetaIssueCode[] {
    const { issues } = this.#parser.parseLine(text, 2);
    return issues.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  }

  /** What schemas can say of it, both say. */
  agreeOn(text: string): boolean {
    return this.bySchema(text) === this.byRules(text).every(isBeyond);
  }
}

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const OPTIONS: readonly MetaOptions[] = META_PROFILES.flatMap((profile) => [
  { profile },
  { profile, serviceType: 'generic' },
  { profile, dialect: '2020' },
  { profile, dialect: '2018' },
  { profile, picNameBase: 'bucket', metaFolder: 'sho.es' },
  { profile, sizeOf: () => ({ width: 50, height: 50 }) },
]);
const JUDGES = OPTIONS.map((options) => new Judges(options));

/** `npm run test:long` compares a million lines. */
const RUNS = process.env['MODE'] === 'long' ? 500_000 : 4_000;

describe('metaJsonSchema and the rules', () => {
  test.each(META_PROFILES)('agree on every example of the tables in profile %s', (profile) => {
    for (const rule of META_RULES as readonly MetaRule[]) {
      const judges = new Judges({ ...optionsOf(rule), profile });
      for (const difference of [rule.bad, rule.good]) {
        const text = JSON.stringify({ ...EXAMPLE_LINE, ...difference });
        expect(judges.agreeOn(text), text).toBe(true);
      }
    }
    for (const { options, bad, good } of RULE_EXAMPLES) {
      const judges = new Judges({ ...options, profile });
      for (const difference of [...bad, ...good]) {
        const text = JSON.stringify({ ...GOOD_LINE, ...difference });
        expect(judges.agreeOn(text), text).toBe(true);
      }
    }
  });

  test('agree on every example of a line that is JSON', () => {
    const judges = new Judges({});
    const texts = Object.values(META_LINE_RULES)
      .flatMap(({ bad, good }) => [bad, good])
      .filter(isJson);
    expect(texts.length).toBeGreaterThan(Object.keys(META_LINE_RULES).length); // every good one, and some bad
    for (const text of texts) expect(judges.agreeOn(text), text).toBe(true);
  });

  test('agree on lines that are made of odd values and names', { timeout: 3_600_000 }, () => {
    const verdicts = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(anyLine, fc.constantFrom(...JUDGES), (line, judges) => {
        const text = JSON.stringify(line);
        verdicts[judges.bySchema(text) ? 'taken' : 'refused'] += 1;
        expect(judges.agreeOn(text)).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(verdicts.taken).toBeGreaterThan(RUNS * 0.1);
    expect(verdicts.refused).toBeGreaterThan(RUNS * 0.1);
  });

  test('agree on good lines that are damaged', { timeout: 3_600_000 }, () => {
    const verdicts = { taken: 0, refused: 0, noJson: 0 };
    fc.assert(
      fc.property(mutatedLine, fc.constantFrom(...JUDGES), (bytes, judges) => {
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
        if (!isJson(text)) {
          verdicts.noJson += 1;
          return;
        }
        verdicts[judges.bySchema(text) ? 'taken' : 'refused'] += 1;
        expect(judges.agreeOn(text)).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(verdicts.taken).toBeGreaterThan(RUNS * 0.1);
    expect(verdicts.refused).toBeGreaterThan(RUNS * 0.1);
  });

  test.each(Object.keys(BEYOND_SCHEMAS) as MetaIssueCode[])(
    'differ on %s, which no schema can say',
    (code) => {
      const rule = (META_RULES as readonly MetaRule[]).find((one) => one.code === code);
      if (rule === undefined) {
        const { bytes, options } = lineExample(
          code as MetaLineCode,
          META_LINE_RULES[code as MetaLineCode].bad,
        );
        const text = new TextDecoder().decode(bytes).trim();
        const judges = new Judges({}, options.maxLineBytes);
        expect([judges.bySchema(text), judges.byRules(text)]).toEqual([true, [code]]);
      } else {
        const judges = new Judges({ ...optionsOf(rule), profile: 'strict' });
        const text = JSON.stringify({ ...EXAMPLE_LINE, ...rule.bad });
        expect([judges.bySchema(text), judges.byRules(text)]).toEqual([true, [code]]);
      }
    },
  );
});
