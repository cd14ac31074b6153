import { PRESETS } from '../../src/catalogue/columns/presets.ts';
import { CATALOGUE_RULES } from '../../src/catalogue/model/catalogue-rules.ts';
import { COLUMN_NAMES, type ColumnName, columnOf, headerName } from '../../src/catalogue/model/columns.ts';

/** The tables of docs/catalogue.md, as the code has them. */

const code = (text: string) => `\`${text}\``;
const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const MEANINGS: Readonly<Record<ColumnName, string>> = {
  productId: 'text or a whole number, required',
  image: 'required for ADD: where the image is',
  picName: "text: the name in the bucket and the gallery; the image's if left out",
  operationType: '`ADD` (if left out) or `DELETE`, in any case',
  categoryId: 'integer',
  customContent: 'text; of an object, its JSON',
  intAttr: 'integer',
  intAttr2: 'integer',
  intAttr3: 'integer',
  intAttr4: 'integer',
  strAttr: 'text',
  strAttr2: 'text',
  strAttr3: 'text',
  strAttr4: 'text',
  crop: '`true` or `false`, `1` or `0`',
  region: '`x1,x2,y1,y2`',
};

export const columnRows = (): readonly string[] =>
  COLUMN_NAMES.map((name) =>
    row(code(headerName(name)), MEANINGS[name], (columnOf(name).alsoNamed ?? []).map(code).join(', ')),
  );

export const presetRows = (): readonly string[] =>
  PRESETS.filter(({ delimiter }) => delimiter === undefined).map(
    ({ name, title, columns, imageSeparator, rowsRepeatProduct, slashIsFolder, noImage }) =>
      row(
        code(name),
        title,
        (columns.productId ?? []).map(code).join(', '),
        (columns.image ?? []).map(code).join(', '),
        [
          imageSeparator === undefined ? '' : `images with \`${imageSeparator}\` between`,
          rowsRepeatProduct ? 'rows repeat the product' : '',
          slashIsFolder ? 'a first slash means the folder' : '',
          noImage === undefined ? '' : `\`${noImage}\` is no image`,
        ]
          .filter((text) => text !== '')
          .join('; '),
      ),
  );

export const codeRows = (): readonly string[] =>
  Object.entries(CATALOGUE_RULES).map(([name, { severity, means }]) => row(code(name), severity, means));
