import type { Issue, Severity } from '../../shared/errors/issue.ts';

interface CatalogueRule {
  readonly severity: Severity;
  readonly means: string;
}

/** What can be wrong with a row of a catalogue. The one place for severities; `docs/catalogue.md` is held to it. */
export const CATALOGUE_RULES = {
  CATALOGUE_PRODUCT_ID_MISSING: { severity: 'error', means: 'the row has no product id' },
  CATALOGUE_IMAGE_MISSING: { severity: 'error', means: 'the row names no image' },
  CATALOGUE_VALUE: { severity: 'error', means: 'a cell does not hold what its column needs' },
  CATALOGUE_UNREADABLE: {
    severity: 'error',
    means: 'the row cannot be read; of an error: the catalogue as a whole',
  },
  CATALOGUE_ENCODING: {
    severity: 'error',
    means:
      'the row, or the name of a file, is not in the encoding of the file, or holds U+FFFD in place of lost characters',
  },
  CATALOGUE_QUOTE_SPANS_ROWS: {
    severity: 'warning',
    means: 'a quoted cell spans lines of which at least one reads as a row by itself: a stray quote, perhaps',
  },
  CATALOGUE_QUOTE: { severity: 'error', means: 'a quote opens a cell that nothing closes as RFC 4180 says' },
  CATALOGUE_CELLS: { severity: 'error', means: 'the row has more filled cells than the header has names' },
  CATALOGUE_COLUMN_TWICE: {
    severity: 'error',
    means: 'two names of an object mean one field, or one key is there twice',
  },
  CATALOGUE_BLANKS: {
    severity: 'warning',
    means:
      'blanks that look like a space or like nothing, such as U+00A0, stood around a value: they are taken away',
  },
  CATALOGUE_CONTROL_CHARACTER: {
    severity: 'error',
    means: 'a value holds a control character, such as U+0000: named by its code point',
  },
  CATALOGUE_LONE_SURROGATE: {
    severity: 'error',
    means: 'a value holds half of a surrogate pair, which UTF-8 cannot hold',
  },
  CATALOGUE_ID_SCIENTIFIC: {
    severity: 'error',
    means: 'a spreadsheet has written the id as 6.93217E+12: its digits are lost',
  },
  CATALOGUE_DIGITS_LOST: {
    severity: 'error',
    means: 'a number is too large for JavaScript, so that its last digits are not certain',
  },
  CATALOGUE_SPREADSHEET_TEXT: {
    severity: 'warning',
    means:
      'a value is written as `="00123"` or `\'00123`, for a spreadsheet to keep it as text: it is taken as 00123',
  },
  CATALOGUE_DECIMAL: {
    severity: 'warning',
    means:
      'an id or an integer ends in `.0`, as programs write numbers: the id is kept, the integer taken without',
  },
  CATALOGUE_NULL: {
    severity: 'warning',
    means:
      'a value is a word for nothing, such as NULL or #N/A: text keeps it, other columns are taken as empty',
  },
  CATALOGUE_NULL_NAME: { severity: 'error', means: 'an id or a name of an image is such a word' },
  CATALOGUE_CONVERTED: {
    severity: 'warning',
    means: 'a value of another type is written as text: true, 12.5, an object as its JSON',
  },
  CATALOGUE_CATEGORY_WORDS: {
    severity: 'warning',
    means: 'a column such as `Category` holds words where CategoryId needs a number: left out',
  },
  CATALOGUE_IMAGE_LOCATION: {
    severity: 'error',
    means: 'the image is named by an absolute path, or an address that cannot be read',
  },
  CATALOGUE_NOT_AN_IMAGE: {
    severity: 'error',
    means: 'the name is that of another kind of file, such as a.mp4',
  },
  CATALOGUE_IMAGE_REPEATED: { severity: 'warning', means: 'the row names one image twice: it is taken once' },
  CATALOGUE_PIC_NAME_OF_SEVERAL: { severity: 'error', means: 'the row has one PicName for several images' },
  CATALOGUE_PIC_NAME_MISSING: { severity: 'error', means: 'an image handed over as bytes has no PicName' },
  CATALOGUE_URL_NAME: {
    severity: 'warning',
    means: 'two URLs have one path: the later image is stored under a name with a digest of its URL',
  },
  CATALOGUE_PRODUCT_DELETE: {
    severity: 'error',
    means:
      'a DELETE without an image would delete every image of the product; a warning with `allowProductDeletes`',
  },
} as const satisfies Record<string, CatalogueRule>;

/** A code of `CATALOGUE_RULES`. */
export type CatalogueIssueCode = keyof typeof CATALOGUE_RULES;

/** An issue with the severity that the table gives its code. @param path the entry's field, if it is about one */
export const catalogueIssue = (
  code: CatalogueIssueCode,
  message: string,
  path: readonly string[] = [],
): Issue<CatalogueIssueCode> => ({ code, severity: CATALOGUE_RULES[code].severity, path, message });
