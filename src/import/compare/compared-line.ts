import type { WrittenImage } from '../../gallery/export/written-image.ts';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { LONE_SURROGATES } from '../../shared/text/lone-surrogate.ts';
import type { Expectation } from './expectation.ts';

/** An expectation, as it lies on the disk. */
export interface ExpectedValue<Ref> {
  readonly productId: string;
  readonly picName?: string | undefined;
  readonly isDeleted?: true | undefined;
  /** Undefined where only the names are compared. */
  readonly content?: AddRecord | undefined;
  readonly ref?: Ref | undefined;
}

/**
 * Between the parts of a line, each of which is JSON or nothing: names, values, category, and what else there is. JSON has none.
 * Images of which all parts but the last are the same text are equal, so that few lines need to be parsed.
 */
const PART = '\t';

/** Stands for values of which nothing is expected. No values are written like this. */
const ONLY_NAMES = '-';

const TEXTS = ['customContent', 'strAttr', 'strAttr2', 'strAttr3', 'strAttr4'] as const;

type TextName = (typeof TEXTS)[number];
type Valued = Omit<AddRecord, 'operationType' | 'productId' | 'picName'>;

/** The last part of a line. Most lines have none. */
interface Rest<Ref = never> {
  /** Texts that are empty: among the values they are left out, as they count as no text. */
  readonly blanks?: readonly TextName[] | undefined;
  readonly isDeleted?: true | undefined;
  readonly crop?: AddRecord['crop'];
  readonly region?: AddRecord['region'];
  readonly ref?: Ref | undefined;
}

/** What tells an image from every other: its product and its name. */
export const keyOf = (productId: string, picName: string): string =>
  `[${quoted(productId)},${quoted(picName)}]`;

/** The line of an image that the gallery holds. */
export const heldLine = (image: GalleryImage): string =>
  writtenLine({
    ...{ productId: quoted(image.productId), picName: quoted(image.picName) },
    ...writtenValues(image),
  });

/** The same of an image that is written already. */
export const writtenLine = (image: WrittenImage): string =>
  `[${image.productId},${image.picName}]${contentOf(image)}${PART}${restOf({ blanks: blanksOf(image) })}`;

/** The line of an expectation. */
export function expectedLine<Ref>({ record, comparesContent, ref }: Expectation<Ref>): string {
  const { productId, picName } = record;
  const names = picName === undefined ? JSON.stringify([productId]) : keyOf(productId, picName);
  if (record.operationType !== 'ADD' || !comparesContent) {
    const isDeleted = record.operationType === 'DELETE' ? true : undefined;
    return `${names}${PART}${ONLY_NAMES}${PART}${PART}${restOf<Ref>({ isDeleted, ref })}`;
  }
  const { crop, region } = record;
  const values = writtenValues(record);
  const rest = restOf<Ref>({ blanks: blanksOf(values), crop, region, ref });
  return `${names}${contentOf(values)}${PART}${rest}`;
}

/** Where a part of a line ends: without `from` the names. */
export const endOfPart = (line: string, from = 0): number => line.indexOf(PART, from);

/** Whether the line of an expectation is about names alone. @param end where its names end */
export const isOfNames = (line: string, end: number): boolean => line.startsWith(ONLY_NAMES, end + 1);

/** Whether values and category are the same; nothing is asked of a category that is not expected. */
export function haveEqualParts(expected: string, held: string): boolean {
  const [atExpected, atHeld] = [endOfPart(expected), endOfPart(held)];
  const [endExpected, endHeld] = [endOfPart(expected, atExpected + 1), endOfPart(held, atHeld + 1)];
  if (expected.slice(atExpected, endExpected) !== held.slice(atHeld, endHeld)) return false;
  const category = expected.slice(endExpected, endOfPart(expected, endExpected + 1));
  return category === PART || category === held.slice(endHeld, endOfPart(held, endHeld + 1));
}

/** A text with a character for each byte of its UTF-8, and back. */
export const toBytes = (text: string): string => Buffer.from(text).toString('latin1');
export const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();

export function heldOf(line: string): GalleryImage {
  const [names = '', values = '', category = '', rest = ''] = line.split(PART);
  const [productId, picName] = JSON.parse(names) as [string, string];
  const { blanks } = parsedRest(rest);
  return { productId, picName, ...valuesOf(values, category, blanks) } as GalleryImage; // without the keys of no value
}

export function expectedOf<Ref>(line: string): ExpectedValue<Ref> {
  const [names = '', values = '', category = '', more = ''] = line.split(PART);
  const [productId, picName] = JSON.parse(names) as [string, string?];
  const { blanks, isDeleted, crop, region, ref } = parsedRest<Ref>(more);
  if (values === ONLY_NAMES || picName === undefined) return { productId, picName, isDeleted, ref };
  const fields = defined({ ...valuesOf(values, category, blanks), crop, region });
  return { productId, picName, content: { operationType: 'ADD', productId, picName, ...fields }, ref };
}

type WrittenValues = Omit<WrittenImage, 'productId' | 'picName'>;

/** Values and category, each with what parts it from what stands before. */
function contentOf(of: WrittenValues): string {
  let list = '';
  let gap = '';
  for (const value of [
    of.customContent,
    of.intAttr,
    of.strAttr,
    of.intAttr2,
    of.strAttr2,
    of.intAttr3,
    of.strAttr3,
    of.intAttr4,
    of.strAttr4,
  ]) {
    if (value === undefined || value === BLANK) gap += 'null,';
    else {
      list += `${gap}${value},`;
      gap = '';
    }
  }
  return `${PART}${list}${PART}${of.categoryId ?? ''}`;
}

/** A text of no character, as JSON writes it. */
const BLANK = '""';

const writtenValues = (of: Valued): WrittenValues => ({
  categoryId: of.categoryId?.toString(),
  customContent: quotedIfAny(of.customContent),
  intAttr: of.intAttr?.toString(),
  intAttr2: of.intAttr2?.toString(),
  intAttr3: of.intAttr3?.toString(),
  intAttr4: of.intAttr4?.toString(),
  strAttr: quotedIfAny(of.strAttr),
  strAttr2: quotedIfAny(of.strAttr2),
  strAttr3: quotedIfAny(of.strAttr3),
  strAttr4: quotedIfAny(of.strAttr4),
});

const quotedIfAny = (text: string | undefined) => (text === undefined ? undefined : quoted(text));

/** A text in JSON. Most are written as they are, which is quicker to see than to have JSON write them. */
const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

/** What JSON does not write as it is; every surrogate is left to it. */
const ESCAPED = new RegExp(`["\\\\\\u0000-\\u001f${LONE_SURROGATES}]`);

function valuesOf(values: string, category: string, blanks: readonly TextName[] = []): Valued {
  const [customContent, intAttr, strAttr, intAttr2, strAttr2, intAttr3, strAttr3, intAttr4, strAttr4] =
    JSON.parse(`[${values}null]`).map((value: unknown) => value ?? undefined);
  const texts = { strAttr, strAttr2, strAttr3, strAttr4, customContent };
  for (const name of blanks) texts[name] = '';
  const categoryId = category === '' ? undefined : Number(category);
  return defined({ categoryId, intAttr, intAttr2, intAttr3, intAttr4, ...texts });
}

const blanksOf = (of: WrittenValues): readonly TextName[] | undefined =>
  of.customContent === BLANK ||
  of.strAttr === BLANK ||
  of.strAttr2 === BLANK ||
  of.strAttr3 === BLANK ||
  of.strAttr4 === BLANK
    ? TEXTS.filter((name) => of[name] === BLANK)
    : undefined;

function restOf<Ref = never>(rest: Rest<Ref>): string {
  for (const name in rest) if (rest[name as keyof Rest<Ref>] !== undefined) return JSON.stringify(rest);
  return '';
}

const parsedRest = <Ref = never>(json: string): Rest<Ref> => (json === '' ? {} : JSON.parse(json));

const defined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
