import { type CatalogueUnreadable, unreadable, unreadableMessage } from '../model/catalogue-unreadable.ts';
import type { FileFormat } from '../model/raw-row.ts';

/** What the ends of names say. `text`: a table or JSON, as the content says. Each may be followed by `.gz`. */
const BY_EXTENSION: Readonly<Record<string, FileFormat | 'text'>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  txt: 'text',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  meta: 'meta',
};

/** What is known of a file before its format. */
export interface FormatClues {
  /** The path or the name that was given. */
  readonly name: string | null;
  /** The first bytes, as they are in the file. */
  readonly head: Uint8Array;
  /** The first characters, as far as the file is text. */
  readonly text: string;
}

/**
 * The format of a file: as it was given, else as its name says, else as its content says. For JSON, one name serves for both
 * layouts: the content decides between them later.
 *
 * @throws {CatalogueUnreadable} for content that is surely something else
 * @throws {TypeError} when neither name nor content tell
 */
export async function formatOf(clues: FormatClues, given: FileFormat | undefined): Promise<FileFormat> {
  const { name, head, text } = clues;
  const named = given ?? BY_EXTENSION[extensionOf(name)];
  const content = await contentOf(head, text);
  const wanted = named === 'text' || named === undefined ? undefined : named;
  if (content.format !== undefined && (wanted === undefined || KIND[wanted] === KIND[content.format]))
    return wanted ?? content.format;
  if (content.what !== undefined) throw otherwise(clues, wanted, content.what);
  if (wanted === 'xlsx' && head.length > 0) throw otherwise(clues, wanted, 'no workbook of Excel');
  if (wanted !== undefined) return wanted;
  if (named === 'text') return /^[^\n]*\t/.test(text) ? 'tsv' : 'csv'; // Excel's Unicode text has tabs
  throw new TypeError(
    unreadableMessage(
      name,
      `neither its name nor its first bytes say what it is: give its format (csv, tsv, jsonl, json, xlsx, meta), or a name that ends with one of ${EXTENSIONS}`,
    ),
  );
}

const EXTENSIONS = `${Object.keys(BY_EXTENSION)
  .map((one) => `.${one}`)
  .join(', ')}, each also with .gz`;

function otherwise({ name }: FormatClues, wanted: FileFormat | undefined, what: string): CatalogueUnreadable {
  const unlike = wanted === undefined ? '' : `, not ${wanted}`;
  return unreadable(
    name,
    `it is ${what}${unlike}: ${/JSON|workbook of Excel \(\.xlsx\)/.test(what) ? 'give it the name or the format of what it is' : 'export the catalogue as CSV, TSV, JSON lines or .xlsx'}`,
  );
}

const extensionOf = (name: string | null): string =>
  /\.([^./\\]+)$/.exec((name ?? '').toLowerCase().replace(/\.(gz|gzip)$/, ''))?.[1] ?? '';

/** Formats of one kind can be told apart by their content alone when a name says another of them. */
const KIND: Readonly<Record<FileFormat, 'table' | 'json' | 'xlsx'>> = {
  csv: 'table',
  tsv: 'table',
  jsonl: 'json',
  json: 'json',
  meta: 'json',
  xlsx: 'xlsx',
};

interface Content {
  readonly format?: FileFormat | undefined;
  /** What it is, as a message says it; undefined for a text that may be anything. */
  readonly what?: string | undefined;
}

/** Texts that are surely none of a table's. */
const TEXTS: readonly (readonly [RegExp, Content])[] = [
  [/^\s*(<!doctype html|<html|<head|<body)/i, { what: 'a page in HTML' }],
  [/^\s*<(\?xml|rss|feed)\b/i, { what: 'XML' }],
  [/^%PDF-/, { what: 'a PDF' }],
  [/^\s*(\{\s*["']|\[\s*\{|\{\s*\}|\[\s*\])/, { format: 'json', what: 'JSON' }],
];

const SNIFFED_BYTES = 4100;

/** Some NULs in a text are their rows' fault; one character of 32 is no text. */
const [FEW, RARE] = [16, 32];

async function contentOf(head: Uint8Array, text: string): Promise<Content> {
  for (const [pattern, content] of TEXTS) if (pattern.test(text)) return content;
  const nuls = text.slice(0, SNIFFED_BYTES).split('\0').length - 1;
  if (nuls === 0) return {}; // binary files have some at their beginning
  const { fileTypeFromBuffer } = await import('file-type/core');
  const type = await fileTypeFromBuffer(head.subarray(0, SNIFFED_BYTES));
  if (type?.ext === 'xlsx' || type?.ext === 'xlsm' || type?.ext === 'zip')
    return { format: 'xlsx', what: 'a zip file, such as a workbook of Excel (.xlsx)' };
  if (type === undefined) return nuls > FEW && nuls * RARE > text.length ? { what: 'a binary file' } : {};
  if (type.ext === 'cfb') return { what: 'a document of an old Office, such as .xls' };
  return { what: type.mime.startsWith('image/') ? `an image (${type.mime})` : `a file of type ${type.mime}` };
}
