import { expect, it } from 'vitest';
import { columnsLine } from '../../src/cli/results/columns-line.ts';
import { passedOverLine } from '../../src/cli/results/passed-over.ts';
import type { CatalogueSummary, ColumnReport } from '../../src/index.ts';

const report: ColumnReport = {
  source: 'shop.csv',
  format: 'csv',
  columns: { productId: ['id'], image: ['image_link', 'image_2'] },
  ignored: [],
  ignoredCount: 0,
  alternatives: [],
  suggestions: [],
};

it.each<[string, Partial<ColumnReport>, string]>([
  ['columns alone', {}, 'shop.csv: read as csv; productId from "id", image from "image_link", "image_2"'],
  [
    'what a folder is read as',
    { format: 'folder', columns: { productId: ['productId'], image: ['image'] } },
    'shop.csv: read as folder; image from the path of each file, productId from that without its extension',
  ],
  [
    'how the file is read',
    {
      encoding: 'gb18030',
      delimiter: '\t',
      gzip: true,
      preset: 'google',
      notes: ['the encoding is a guess'],
    },
    'shop.csv: read as csv, gzip, gb18030, separated by "\\t"; columns of google; productId from "id", image from "image_link", "image_2"; the encoding is a guess',
  ],
  [
    'columns that are left alone',
    {
      columns: {},
      ignored: Array.from({ length: 100 }, (_, n) => `x${n}`),
      ignoredCount: 250,
      alternatives: [{ column: 'productId', taken: 'id', left: ['sku'] }],
      suggestions: [{ name: 'Catgory\u001b', meant: 'categoryId' }],
    },
    'shop.csv: read as csv; for productId "id" counts, not "sku"; left alone: "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9" and 240 more; did you mean categoryId by "Catgory\\u001b"?',
  ],
])('columnsLine() tells %s in one line', (_, more, expected) => {
  expect(columnsLine('shop.csv', { ...report, ...more })).toBe(expected);
});

const summaryOf = (passedOver: Partial<CatalogueSummary['passedOver']>) =>
  ({ passedOver }) as CatalogueSummary;

it.each<[string, CatalogueSummary, string | undefined]>([
  ['nothing of a header', summaryOf({ header: 1, empty: 0 }), undefined],
  [
    'each reason',
    summaryOf({ header: 1, empty: 2, comment: 3 }),
    'shop.csv: passed over 5: 2 empty, 3 of comments',
  ],
])('passedOverLine() says %s', (_, summary, expected) => {
  expect(passedOverLine('shop.csv', summary)).toBe(expected);
});
