import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE_RULES } from '../../src/catalogue/model/catalogue-rules.ts';
import { IMAGE_RULES } from '../../src/image/image-rules.ts';
import { REPAIR_ISSUES } from '../../src/image/repair/repair-issue.ts';
import { WITHHELD_RULES } from '../../src/import/sync/withheld-deletions.ts';
import { META_FILE_RULES } from '../../src/meta/rules/file-rules.ts';
import { META_LINE_RULES } from '../../src/meta/rules/line-rules.ts';
import { META_RULES } from '../../src/meta/rules/meta-rules.ts';
import { BROWSER_WORDS } from '../../src/report/words/browser-words.ts';
import { DIFFERENCES } from '../../src/report/words/differences.ts';
import { FACTS } from '../../src/report/words/facts.ts';
import { NEXT_STEPS } from '../../src/report/words/next-steps.ts';
import { REMEDIES, remedyOf } from '../../src/report/words/remedy-of.ts';
import { STATUSES } from '../../src/report/words/statuses.ts';
import { KINDS, LANES, WORDS } from '../../src/report/words/words.ts';
import { IMAGE_SEARCH_CODES } from '../../src/service/errors/image-search-codes.ts';
import { FAILURE_REASONS } from '../../src/task/failures/failure-reasons.ts';

const source = readFileSync(new URL('../../src/import/entry-issue-code.ts', import.meta.url), 'utf8');
const OF_IMPORT = [...source.matchAll(/\| '([A-Z_]+)'/g)].map(([, code]) => code as string);

const KNOWN = new Set([
  ...[
    CATALOGUE_RULES,
    IMAGE_RULES,
    REPAIR_ISSUES,
    META_FILE_RULES,
    META_LINE_RULES,
    FAILURE_REASONS,
    WITHHELD_RULES,
  ].flatMap((table) => Object.keys(table)),
  ...META_RULES.map(({ code }) => code),
  ...OF_IMPORT,
]);

describe('the remedies of a report', () => {
  it('has one for every code that an entry can have', () => {
    expect(OF_IMPORT).toContain('NOT_IN_GALLERY');
    expect([...KNOWN].filter((code) => !REMEDIES.has(code))).toEqual([]);
  });

  it('has none for a code that there is not', () => {
    const ofService = new Set(IMAGE_SEARCH_CODES.flatMap(({ codes }) => codes));
    expect([...REMEDIES.keys()].filter((code) => !KNOWN.has(code) && !ofService.has(code))).toEqual([]);
  });

  it('says of a code that nobody knows where to look', () => {
    expect(remedyOf('constructor', 'en')).toBe('No document lists this code: look at the message.');
  });
});

it('every text of a report is there in English and in Chinese', () => {
  const tables = {
    BROWSER_WORDS,
    DIFFERENCES,
    FACTS,
    KINDS,
    LANES,
    NEXT_STEPS,
    STATUSES,
    WORDS,
    REMEDIES: Object.fromEntries(REMEDIES),
  };
  for (const table of Object.values(tables))
    for (const { en, zh } of Object.values(table)) {
      expect(en).toMatch(/^[\x20-\x7e]+$/);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
});
