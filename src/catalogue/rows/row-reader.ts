import { type Issue, passes } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';
import type { ColumnMap, ReadColumn } from '../columns/column-map.ts';
import type { Preset } from '../columns/presets.ts';
import type { CatalogueEntry, CatalogueRow } from '../model/catalogue-entry.ts';
import type { CatalogueOptions } from '../model/catalogue-options.ts';
import { type CatalogueIssueCode, catalogueIssue } from '../model/catalogue-rules.ts';
import type { PassedOver } from '../model/catalogue-summary.ts';
import type { ColumnName } from '../model/columns.ts';
import type { RawRow } from '../model/raw-row.ts';
import { tooManyCells } from '../model/too-many-cells.ts';
import type { PartOptions } from './image-parts.ts';
import { type ImageOptions, isImageBytes, type RowImage, readImages } from './read-images.ts';
import { READ_VALUE } from './read-value.ts';
import { type FirstRow, RowDraft } from './row-draft.ts';
import { UrlNames } from './url-names.ts';

export interface RowOptions extends PartOptions, Pick<CatalogueOptions, 'allowProductDeletes'> {}

/** What rows after a product's first may leave empty, where a preset says that rows of one product follow each other. */
export const SHARED_FIELDS = [
  ...(['categoryId', 'customContent', 'crop'] as const),
  ...([
    'intAttr',
    'intAttr2',
    'intAttr3',
    'intAttr4',
    'strAttr',
    'strAttr2',
    'strAttr3',
    'strAttr4',
  ] as const),
] satisfies readonly ColumnName[];

/** Makes rows, one for each image, of what stands at one place of a catalogue. One reader serves one reading. */
export class RowReader {
  /** Of the row that was read last: the first row of its product, where that stands before it and shares its fields with it. */
  first: FirstRow | undefined;
  readonly #options: RowOptions;
  readonly #urlNames = new UrlNames();
  /** The first row of the product of the row before, where rows repeat the product. */
  #product: FirstRow | undefined;
  #preset: Preset | undefined;
  #format: string | undefined;
  #imageOptions: ImageOptions;

  constructor(options: RowOptions = {}) {
    this.#options = options;
    this.#imageOptions = this.#imageOptionsFor(undefined);
  }

  /**
   * The rows of a place, or why it has none.
   *
   * @param map undefined where the row has neither cells nor an object
   */
  rowsOf(raw: RawRow, map: ColumnMap | undefined): readonly CatalogueRow[] | PassedOver {
    if (raw.passedOver !== undefined) return raw.passedOver;
    const draft = new RowDraft(raw);
    this.first = undefined;
    if (map !== undefined) readColumns(draft, map);
    if (!passes(raw.issues)) return [{ ...refused(draft), issues: raw.issues }]; // what its values seem to be says nothing
    const images = this.#imagesOf(draft, map);
    const isFurther = map?.preset?.rowsRepeatProduct === true && this.#inherit(draft);
    if (isFurther && images.length === 0 && draft.fields.operationType !== 'DELETE' && passes(draft.issues))
      return 'furtherRow';
    this.#checkNeeds(draft, images, map);
    if (!passes(draft.issues)) return [refused(draft)];
    return entriesOf(draft, images);
  }

  #imagesOf(draft: RowDraft, map: ColumnMap | undefined): readonly RowImage[] {
    if (draft.images.length === 0) return [];
    const preset = map?.preset;
    const format = map?.report.format;
    if (preset !== this.#preset || format !== this.#format) {
      this.#preset = preset;
      this.#format = format;
      this.#imageOptions = this.#imageOptionsFor(preset);
    }
    return readImages(draft, this.#imageOptions);
  }

  #imageOptionsFor(preset: Preset | undefined): ImageOptions {
    const { imageSeparator = preset?.imageSeparator, imageExists } = this.#options;
    return {
      imageSeparator,
      imageExists,
      slashIsFolder: preset?.slashIsFolder === true,
      isExact: this.#format === 'folder' || this.#format === 'meta',
      noImage: preset?.noImage,
      repeatsImages: preset?.repeatsImages === true,
      urlNames: this.#urlNames,
    };
  }

  /** Fills what a further row of a product leaves empty; false for a product's first row. */
  #inherit({ raw, fields }: RowDraft): boolean {
    const first = this.#product;
    if (
      first === undefined ||
      fields.productId === undefined ||
      fields.productId !== first.fields.productId
    ) {
      this.#product = { raw, fields: { ...fields } };
      return false;
    }
    for (const name of SHARED_FIELDS) fields[name] ??= first.fields[name];
    this.first = first;
    return true;
  }

  #checkNeeds(draft: RowDraft, images: readonly RowImage[], map: ColumnMap | undefined): void {
    const { fields, issues } = draft;
    if (fields.productId === undefined && !draft.isWrong('productId'))
      issues.push(
        catalogueIssue(
          'CATALOGUE_PRODUCT_ID_MISSING',
          `The row has no product id: fill ${columnFor('productId', map)}`,
          ['productId'],
        ),
      );
    if (images.length > 1 && fields.picName !== undefined)
      issues.push(
        catalogueIssue(
          'CATALOGUE_PIC_NAME_OF_SEVERAL',
          `The row has ${images.length} images and one PicName, ${show(fields.picName)}: give each image a row, or leave PicName out`,
          ['picName'],
        ),
      );
    if (images.length === 0 && !draft.isWrong('image')) this.#addMissing(draft, map);
    if (
      fields.picName === undefined &&
      !draft.isWrong('picName') &&
      images.some(({ image }) => typeof image !== 'string')
    )
      issues.push(
        catalogueIssue(
          'CATALOGUE_PIC_NAME_MISSING',
          'The image is handed over as bytes, which have no name: give a picName, such as "shoe.jpg"',
          ['picName'],
        ),
      );
  }

  #addMissing(draft: RowDraft, map: ColumnMap | undefined): void {
    const { fields, issues } = draft;
    if (draft.isWrong('operationType')) return; // it is not known whether an image is needed
    if (fields.operationType !== 'DELETE')
      issues.push(
        catalogueIssue('CATALOGUE_IMAGE_MISSING', `The row names no image: fill ${columnFor('image', map)}`, [
          'image',
        ]),
      );
    else if (fields.picName === undefined && !draft.isWrong('picName'))
      issues.push(this.#productDelete(fields.productId));
  }

  #productDelete(productId: unknown): Issue<CatalogueIssueCode> {
    const what = `The row is a DELETE without an image: it deletes every image of product ${show(productId)}`;
    if (this.#options.allowProductDeletes === true)
      return { ...catalogueIssue('CATALOGUE_PRODUCT_DELETE', what, ['image']), severity: 'warning' };
    const next = 'Name the image, or allow it with allowProductDeletes (--allow-product-deletes)';
    return catalogueIssue('CATALOGUE_PRODUCT_DELETE', `${what}. ${next}`, ['image']);
  }
}

/** The column of a field, as the catalogue calls it. */
function columnFor(column: 'productId' | 'image', map: ColumnMap | undefined): string {
  const name = map?.columns.find((one) => one.column === column)?.name;
  if (name !== undefined) return `the column ${name}`;
  const near = map?.report.suggestions.find(({ meant }) => meant === column)?.name;
  const own = column === 'image' ? 'Image' : 'ProductId';
  return `the column ${own}${near === undefined ? '' : `, or say that ${show(near)} is it with columns: { ${column}: ${show(near)} }`}`;
}

function readColumns(draft: RowDraft, map: ColumnMap): void {
  const { cells, object } = draft.raw;
  if (cells !== undefined) {
    for (const column of map.columns) {
      const cell = cells[column.at];
      if (cell !== undefined && cell !== '') readColumn(draft, column, cell);
    }
    if (cells.length > map.width) checkLength(draft, cells, map.width);
  } else if (object !== undefined) {
    checkKeys(draft, map);
    for (const column of map.columns) {
      const value = object[column.name];
      if (value !== undefined && value !== null && value !== '') readColumn(draft, column, value);
    }
  }
}

function readColumn(draft: RowDraft, column: ReadColumn, value: unknown): void {
  const { column: field, type } = column;
  if (field === 'productId' || field === 'picName')
    draft[field] = draft.raw.exactDigits?.get(column.name) ?? written(value);
  if (type === 'image') {
    draft.image ??= written(value);
    draft.images.push({ column, value });
    return;
  }
  const read = READ_VALUE[type](value, column, draft);
  if (read !== undefined) draft.fields[field] = read;
}

/** A name as the catalogue has it, for messages. */
function written(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof URL) return value.href;
  return isImageBytes(value) ? undefined : show(value);
}

/** A table's row may be longer than its header as long as nothing stands there. */
function checkLength(draft: RowDraft, cells: readonly string[], width: number): void {
  const isMore = cells.slice(width).some((cell) => cell.trim() !== '');
  if (isMore && !draft.issues.some(({ code }) => code === 'CATALOGUE_CELLS'))
    draft.issues.push(tooManyCells(cells, width));
}

function checkKeys(draft: RowDraft, { twice, columns }: ColumnMap): void {
  const add = (message: string) => draft.issues.push(catalogueIssue('CATALOGUE_COLUMN_TWICE', message));
  if (twice !== undefined)
    add(`The keys ${show(twice[0])} and ${show(twice[1])} mean one field: leave one of them out`);
  const key = draft.raw.keysTwice?.find((one) => columns.some(({ name }) => name === one));
  if (key !== undefined)
    add(
      `The object has the key ${show(key)} twice: which value counts cannot be known. Leave one of them out`,
    );
}

/** Names are as written, since a value that is refused was not read. */
const refused = ({ raw: { place }, productId, image, picName, issues }: RowDraft): CatalogueRow => ({
  ...{ place, entry: undefined, issues },
  names: { productId, image, picName },
});

/** One row for each image. What is told of the row as a whole stands with the first. */
function entriesOf(draft: RowDraft, images: readonly RowImage[]): readonly CatalogueRow[] {
  const { fields, issues } = draft;
  const { place } = draft.raw;
  if (images.length === 0) return [{ place, entry: entryOf(fields), issues }];
  return images.map(({ image, picName, issues: ofImage }, at): CatalogueRow => {
    const all = at === 0 ? (ofImage.length === 0 ? issues : [...issues, ...ofImage]) : ofImage;
    if (!passes(all))
      return {
        ...{ place, entry: undefined, issues: all },
        names: { productId: draft.productId, image: written(image), picName: draft.picName },
      };
    const entry = images.length === 1 ? fields : { ...fields };
    entry.image = image;
    if (picName !== undefined) entry.picName ??= picName;
    return { place, entry: entryOf(entry), issues: all };
  });
}

/** Without an error each field holds what its type says, and what an entry needs is there. */
const entryOf = (fields: RowDraft['fields']) => fields as unknown as CatalogueEntry;
