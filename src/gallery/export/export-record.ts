import { bareName } from '../../service/result-file/table-header.ts';
import type { GalleryImage } from '../gallery-image.ts';

const NUMBERS = ['', '2', '3', '4'] as const;

/** The service's names of what an image has. */
type WireName =
  | ('ProductId' | 'PicName' | 'CategoryId' | 'CustomContent')
  | `${'IntAttr' | 'StrAttr'}${(typeof NUMBERS)[number]}`;

type Wire = Readonly<Partial<Record<WireName, unknown>>>;

/** What names mean, in lower case and without punctuation. The format of the file is documented nowhere. */
const EXPORT_FIELDS: ReadonlyMap<string, WireName> = new Map<string, WireName>([
  ...named('ProductId', 'productid', 'itemid'),
  ...named('PicName', 'picname', 'imagename'),
  ...named('CategoryId', 'categoryid', 'category', 'catid'),
  ...named('CustomContent', 'customcontent', 'custcontent'),
  ...NUMBERS.flatMap((n) => named(`IntAttr${n}`, `intattr${n}`, `integerattribute${n}`)),
  ...NUMBERS.flatMap((n) => named(`StrAttr${n}`, `strattr${n}`, `stringattribute${n}`)),
]);

export const EXPORT_FIELD_NAMES: ReadonlySet<string> = new Set(EXPORT_FIELDS.keys());

function named(wire: WireName, ...names: readonly string[]) {
  return names.map((name): [string, WireName] => [name, wire]);
}

/** Names are looked up once. A file in which every line has other names must not fill the memory. */
const MOST_NAMES = 1_000;

/** Makes images of the objects or rows of one file. */
export class ExportRecords {
  readonly #onUnknownField: (name: string) => void;
  readonly #fields = new Map<string, WireName | null>();

  constructor(onUnknownField: (name: string) => void) {
    this.#onUnknownField = onUnknownField;
  }

  /** Undefined when it has no product id or no name, or when a value is not what its field holds. */
  imageOf(raw: Readonly<Record<string, unknown>>): GalleryImage | undefined {
    return hasNoOtherNames(raw) ? imageOfWire(raw) : imageOfWire(this.#renamed(raw));
  }

  #renamed(raw: Readonly<Record<string, unknown>>): Wire {
    const wire: Partial<Record<WireName, unknown>> = {};
    for (const [name, value] of Object.entries(raw)) {
      const field = this.#fieldOf(name);
      if (field !== null) wire[field] = value;
    }
    return wire;
  }

  #fieldOf(name: string): WireName | null {
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    const field = EXPORT_FIELDS.get(bareName(name)) ?? null;
    if (field === null) this.#onUnknownField(name);
    if (this.#fields.size < MOST_NAMES) this.#fields.set(name, field);
    return field;
  }
}

/** Whether every name is the service's own. Written out, since a loop over names takes longer than parsing the line. */
function hasNoOtherNames(raw: Wire): boolean {
  let names = 0;
  for (const _ in raw) names += 1;
  const known =
    Number(raw.ProductId !== undefined) +
    Number(raw.PicName !== undefined) +
    Number(raw.CategoryId !== undefined) +
    Number(raw.CustomContent !== undefined) +
    Number(raw.IntAttr !== undefined) +
    Number(raw.IntAttr2 !== undefined) +
    Number(raw.IntAttr3 !== undefined) +
    Number(raw.IntAttr4 !== undefined) +
    Number(raw.StrAttr !== undefined) +
    Number(raw.StrAttr2 !== undefined) +
    Number(raw.StrAttr3 !== undefined) +
    Number(raw.StrAttr4 !== undefined);
  return names === known;
}

function imageOfWire(raw: Wire): GalleryImage | undefined {
  const productId = textOf(raw.ProductId);
  const picName = textOf(raw.PicName);
  const categoryId = integerOf(raw.CategoryId);
  const customContent = textOf(raw.CustomContent);
  const intAttr = integerOf(raw.IntAttr);
  const intAttr2 = integerOf(raw.IntAttr2);
  const intAttr3 = integerOf(raw.IntAttr3);
  const intAttr4 = integerOf(raw.IntAttr4);
  const strAttr = textOf(raw.StrAttr);
  const strAttr2 = textOf(raw.StrAttr2);
  const strAttr3 = textOf(raw.StrAttr3);
  const strAttr4 = textOf(raw.StrAttr4);
  if (!productId || !picName || categoryId === null || customContent === null) return undefined;
  if (intAttr === null || intAttr2 === null || intAttr3 === null || intAttr4 === null) return undefined;
  if (strAttr === null || strAttr2 === null || strAttr3 === null || strAttr4 === null) return undefined;
  return {
    productId,
    picName,
    categoryId,
    customContent,
    intAttr,
    intAttr2,
    intAttr3,
    intAttr4,
    strAttr,
    strAttr2,
    strAttr3,
    strAttr4,
  };
}

/** An integer, or its digits. Undefined for no value, which an empty text is, too; null for anything else. */
function integerOf(value: unknown): number | undefined | null {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : null;
}

/** A text; a number in its digits, unless it has lost some. Undefined for no value, null for anything else. */
function textOf(value: unknown): string | undefined | null {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return undefined;
  return Number.isSafeInteger(value) ? String(value) : null;
}
