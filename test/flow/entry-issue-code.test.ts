import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CATALOGUE_RULES } from '../../src/catalogue/model/catalogue-rules.ts';
import { IMAGE_RULES } from '../../src/image/image-rules.ts';
import { IMPORT_STOPPED_CODES } from '../../src/import/import-stopped.ts';
import { READINESS_RULES } from '../../src/import/readiness/readiness-rules.ts';
import { WITHHELD_RULES } from '../../src/import/sync/withheld-deletions.ts';
import { META_FILE_RULES } from '../../src/meta/rules/file-rules.ts';
import { META_LINE_RULES } from '../../src/meta/rules/line-rules.ts';
import { META_RULES } from '../../src/meta/rules/meta-rules.ts';
import { OWN_ERROR_CODES } from '../../src/shared/errors/image-search-error.ts';

const src = fileURLToPath(new URL('../../src', import.meta.url));
const CODE = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
const codesIn = (text: string) => [...text.matchAll(CODE)].map(([, code]) => code as string);

/** Rooms whose issues go into outcomes, and what makes one there. */
const ROOMS = ['catalogue', 'image', 'import', 'storage'];
const MAKES_ISSUE = /(?:\bcode: |\b(?:catalogueIssue|imageIssue|importIssue|addIssue)\(\s*)'[A-Z_]+'/g;

it('EntryIssueCode has every code that an issue of an entry is made with', () => {
  const known = new Set([
    ...codesIn(readFileSync(join(src, 'import/entry-issue-code.ts'), 'utf8')),
    ...[CATALOGUE_RULES, IMAGE_RULES, META_FILE_RULES, META_LINE_RULES].flatMap((rules) =>
      Object.keys(rules),
    ),
    ...META_RULES.map(({ code }) => code),
    ...[...OWN_ERROR_CODES, ...IMPORT_STOPPED_CODES], // of errors that are thrown
    ...['ADDRESSES_UNCHECKED', 'FEW_FILES'], // warnings of the process
    ...Object.keys(READINESS_RULES), // of findings
    ...Object.keys(WITHHELD_RULES), // of deletions that a sync withholds
  ]);
  const made = ROOMS.flatMap((room) =>
    readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.startsWith('repair'))
      .flatMap((path) => readFileSync(join(src, room, path), 'utf8').match(MAKES_ISSUE) ?? [])
      .flatMap(codesIn),
  );
  expect(made).toContain('IMAGE_MISSING');
  expect(made.filter((code) => !known.has(code))).toEqual([]);
});
