import type { ReportData } from '../../src/report/report-data.ts';
import type { ReportRow } from '../../src/report/report-row.ts';
import type { Issue } from '../../src/shared/errors/issue.ts';
import fc from '../support/properties.ts';

/** The least that a report needs. */
export const DATA: ReportData = {
  kind: 'preflight',
  subject: 'images',
  madeAt: Date.UTC(2026, 0, 2, 3, 4, 5),
};

export const issue = (code: string, message = `It is wrong: ${code}`): Issue => ({
  ...{ code, message },
  ...{ severity: 'error', path: [] },
});

/** Texts that would be markup, or run in a spreadsheet, were they not kept as text. */
export const HOSTILE = [
  '<img src=x onerror="document.title=1">.jpg',
  '</script><script>document.title=2</script>',
  '<!--<script>',
  '=HYPERLINK("http://x.example")',
  '\u202Egpj.exe',
  `a'b"c&amp;d`,
];

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom(...HOSTILE));

/** Any row. */
export const rows: fc.Arbitrary<ReportRow> = fc.record({
  status: fc.constantFrom('imported', 'deleted', 'ready', 'accepted', 'skipped', 'refused', 'failed'),
  place: fc.option(fc.record({ source: fc.option(text), line: fc.nat(9_999) }), { nil: undefined }),
  productId: fc.option(text),
  difference: fc.constantFrom(undefined, 'changed', 'image changed'),
  note: fc.option(text, { nil: undefined }),
  picName: fc.option(text),
  issues: fc.array(
    fc.record({
      code: fc.constantFrom('A', 'B_C', 'IMAGE_EMPTY'),
      severity: fc.constantFrom('error', 'warning'),
      path: fc.constant([]),
      message: text.map((one) => one.replace(/[\r\n]+/g, ' ')),
    }),
    { maxLength: 3 },
  ),
  image: fc.option(fc.record({ bytes: fc.nat(9_999_999), width: fc.nat(9_999), height: fc.nat(9_999) }), {
    nil: undefined,
  }),
});
