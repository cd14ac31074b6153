import type { Issue, Severity } from '../shared/errors/issue.ts';
import type { EntryIssueCode } from './entry-issue-code.ts';

/** What an import itself finds wrong with an entry, beside the rules of catalogues, images and meta files. */
export const IMPORT_RULES = {
  IMAGE_REPAIRED: {
    severity: 'warning',
    means: 'the image broke a rule and was repaired for its upload; the message has what was done',
  },
  IMAGE_RENAMED: {
    severity: 'warning',
    means: 'the repaired image has another PicName, which the message has',
  },
  REGION_NOT_REPAIRED: {
    severity: 'error',
    means: 'the image can be repaired, but nobody knows where its Region is then',
  },
  PRODUCT_NEEDS_TWO_FILES: {
    severity: 'error',
    means:
      'the catalogue deletes the product as a whole and then adds images of it, which one increment.meta cannot do',
  },
  REPLACEMENT_NOT_DONE: {
    severity: 'error',
    means:
      'the ADD that was to replace the image was refused, has failed or was renamed by its repair: the old image is still there',
  },
  WORKERS_LOST: {
    severity: 'error',
    means: 'workers were lost again and again at the part of the shard that has the entry',
  },
  TASK_FAILED: { severity: 'error', means: 'the whole batch task failed' },
  SERVICE_REFUSED: { severity: 'error', means: 'the service named the image as failed, without a code' },
  NOT_IN_GALLERY: { severity: 'error', means: 'the gallery does not hold the image' },
  STILL_IN_GALLERY: { severity: 'error', means: 'the gallery still holds an image that was to be deleted' },
  GALLERY_DIFFERS: {
    severity: 'error',
    means: 'the gallery holds an image of these names, with other content: an earlier one',
  },
  UNVERIFIED: {
    severity: 'warning',
    means: 'nothing speaks against the image, but the gallery could not be asked for it',
  },
} as const satisfies Readonly<
  Partial<Record<EntryIssueCode, { readonly severity: Severity; readonly means: string }>>
>;

type ImportIssueCode = keyof typeof IMPORT_RULES;

export const importIssue = (
  code: ImportIssueCode,
  message: string,
  path: Issue['path'] = [],
): Issue<ImportIssueCode> => ({
  code,
  severity: IMPORT_RULES[code].severity,
  path,
  message,
});
