import { show } from '../../shared/options/checks.ts';
import { empty, unreadable } from '../model/catalogue-unreadable.ts';
import { meaningOf } from '../model/columns.ts';
import { emptyListOf } from './empty-list.ts';
import { ObjectCutter } from './object-cutter.ts';

/** How a file of JSON is laid out. */
export type JsonLayout =
  | { readonly kind: 'lines' }
  | {
      readonly kind: 'document';
      /** The member of the outer object that holds the rows; true: its first array of objects. */
      readonly member: string | true | undefined;
      readonly notes: readonly string[];
    }
  /** The lines of an increment.meta. */
  | { readonly kind: 'meta' };

/**
 * Tells how a file of JSON is laid out, by its first bytes: an object in each line, or a document with brackets around its
 * objects or objects over several lines.
 *
 * @param isWhole whether `head` is the whole file
 * @param name the file's, for the message
 * @throws {CatalogueUnreadable} for the bulk format of Elasticsearch, {CatalogueEmpty} for an empty list in place of rows
 */
export function jsonLayout(head: Uint8Array, isWhole: boolean, name: string | null): JsonLayout {
  const lines = filledLines(Buffer.from(head.buffer, head.byteOffset, head.length).toString());
  const [first = '', second] = lines;
  if (first.startsWith('[')) return { kind: 'document', member: undefined, notes: [] };
  if (!first.startsWith('{')) return LINES;
  const object = parsed(first);
  if (object !== undefined) {
    if (isBulk(object) && second !== undefined) throw bulk(name);
    if (isMeta(object)) return { kind: 'meta' };
    if (isWhole && second === undefined) checkList(object, name);
    return wrapped(object) ?? LINES;
  }
  if (second === undefined && isWhole && !SEVERAL.test(first)) return LINES;
  const begun = wrapperBegun(first);
  if (begun !== undefined) return begun;
  if (second?.startsWith('{') && !SEVERAL.test(first)) return LINES; // one line is broken, perhaps
  const rows = rowsOfHead(head);
  if (isWhole && rows.length === 1 && rows[0]?.object !== undefined) checkList(rows[0].object, name);
  return (
    wrapped(rows.length === 0 ? 'longer' : rows[0]?.object) ?? {
      kind: 'document',
      member: undefined,
      notes: [],
    }
  );
}

const LINES: JsonLayout = { kind: 'lines' };

/** Several objects in one line. Blanks are looked at once: a second \s* beside the first takes the square of their time. */
const SEVERAL = /^\{.*\}\s*(?:,\s*)?\{/s;

/** The first two lines that are not blank. */
function filledLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length < 2; ) {
    const end = text.indexOf('\n', start) + 1 || text.length;
    const line = text.slice(start, end).trim();
    if (line !== '') lines.push(line);
    start = end;
  }
  return lines;
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line.replace(/,$/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The objects of a document that the head holds whole. */
const rowsOfHead = (head: Uint8Array) =>
  new ObjectCutter(null).add(head).filter(({ passedOver }) => passedOver === undefined);

/** The layout of a document whose first line opens a list and does not close it: `{"products":[{…},` or `{"products":[`. */
function wrapperBegun(line: string): JsonLayout | undefined {
  const object = parsed(`${line.replace(/,$/, '')}]}`);
  if (object === undefined || Object.keys(object).some(isOfRow)) return undefined;
  const [member, items] = Object.entries(object).at(-1) ?? [];
  if (member === undefined || !Array.isArray(items) || !items.every(isObject)) return undefined;
  return { kind: 'document', member: nameable(member) ? member : true, notes: [] };
}

/** @throws {CatalogueEmpty} when the only object of a file has a list without items in place of rows */
function checkList(object: JsonObject, name: string | null): void {
  const list = emptyListOf(object);
  if (list !== undefined) throw empty(name, `it has no row: ${show(list)} is an empty list`);
}

/** A name that may be written with escapes is not compared with: the first array of objects is taken. */
const nameable = (member: string): boolean => !/[^ -~]/.test(member);

/** The layout of an object around rows; undefined for one that is a row. No row is longer than the head. */
function wrapped(object: JsonObject | 'longer' | undefined): JsonLayout | undefined {
  if (object === 'longer') return { kind: 'document', member: true, notes: [] };
  if (object === undefined || Object.keys(object).some(isOfRow)) return undefined;
  const members = Object.entries(object).filter(
    (entry): entry is [string, unknown[]] =>
      Array.isArray(entry[1]) && entry[1].length > 0 && entry[1].every(isObject),
  );
  const likely = (items: readonly unknown[]) => Number(isRow(items[0]));
  const [longest, ...others] = members.toSorted(
    ([, a], [, b]) => likely(b) - likely(a) || b.length - a.length,
  );
  if (longest === undefined) return undefined;
  const [member] = longest;
  const notes = others.map(
    ([other]) => `Rows are the items of ${show(member)}: ${show(other)} is left alone`,
  );
  return { kind: 'document', member: members.length === 1 || !nameable(member) ? true : member, notes };
}

/** Whether an item has a column of a catalogue's row. */
const isRow = (item: unknown): boolean =>
  isObject(item) && Object.keys(item).some((key) => isOfRow(key) || meaningOf(key)?.column === 'productId');

/** A column that every row has, and no object around rows. */
const isOfRow = (key: string): boolean => {
  const column = meaningOf(key)?.column;
  return column === 'image' || column === 'picName';
};

const isMeta = (object: JsonObject): boolean => {
  const columns = Object.keys(object).map((name) => meaningOf(name)?.column);
  const has = (key: string) => Object.hasOwn(object, key);
  return (
    (has('PicName') && has('OperationType') && !columns.includes('image')) ||
    (has('pic_list') && has('item_id') && !columns.includes('image'))
  );
};

const BULK_ACTIONS = ['index', 'create', 'update', 'delete'];

const isBulk = (object: JsonObject): boolean => {
  const [action, ...others] = Object.keys(object);
  return (
    action !== undefined && others.length === 0 && BULK_ACTIONS.includes(action) && isObject(object[action])
  );
};

const bulk = (name: string | null) =>
  unreadable(
    name,
    `it is in the bulk format of Elasticsearch, where a line with an action precedes each document: take the lines with the actions out, and put their _id into the documents as ProductId`,
  );
