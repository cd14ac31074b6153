import type { CATALOGUE_RULES } from '../../src/catalogue/model/catalogue-rules.ts';
import type { IMAGE_RULES } from '../../src/image/image-rules.ts';
import type { IMPORT_RULES } from '../../src/import/import-issue.ts';
import type { EntryIssueCode, EntryOutcome } from '../../src/index.ts';
import type { META_FILE_RULES } from '../../src/meta/rules/file-rules.ts';
import type { META_LINE_RULES } from '../../src/meta/rules/line-rules.ts';
import type { META_RULES } from '../../src/meta/rules/meta-rules.ts';

type Listed =
  | keyof typeof CATALOGUE_RULES
  | keyof typeof IMAGE_RULES
  | keyof typeof IMPORT_RULES
  | keyof typeof META_FILE_RULES
  | keyof typeof META_LINE_RULES
  | (typeof META_RULES)[number]['code'];

/** Compiled, never run: see meta.test-d.ts. */
export function entryIssueCodes(listed: Listed, outcome: EntryOutcome): EntryIssueCode[] {
  const codes: EntryIssueCode[] = [listed, 'UPLOAD_KEY_INVALID'];
  // @ts-expect-error a misspelt code
  codes.push('NOT_IN_GALERY');
  for (const { code } of outcome.issues) {
    // @ts-expect-error a code of the service may be any text
    codes.push(code);
  }
  return codes;
}
