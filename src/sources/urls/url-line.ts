import { parse } from 'csv-parse/sync';
import { percentDecodeOrKeep } from '../../shared/http/percent-decode.ts';
import { show } from '../../shared/options/checks.ts';

/** A URL of a list, and the key that its image gets. */
interface KeyedUrl {
  readonly url: string;
  readonly key: string;
}

/** Reads one line of a list; a text says what is wrong with the line. */
export type LineReader = (line: string) => KeyedUrl | string;

const URL_START = /^https?:\/\//i;

/**
 * The reader for a list that begins with this line. A line that begins with a URL is one of data; any other must be the
 * header of a table, with a column `url` and, if keys are given, a column `key`.
 *
 * @returns undefined when the line is neither
 */
export function readerFor(
  first: string,
): { readonly read: LineReader; readonly isHeader: boolean } | undefined {
  if (URL_START.test(first)) return { read: readPlainLine, isHeader: false };
  const names = cellsOf(first)?.map((name) => name.trim().toLowerCase()) ?? [];
  const [urlAt, keyAt] = [names.indexOf('url'), names.indexOf('key')];
  return urlAt < 0 ? undefined : { read: (line) => readRow(line, urlAt, keyAt), isHeader: true };
}

/** `URL`, or as ossimport has it `URL-PREFIX<blanks>PATH`, where the path is the key, and may have blanks in it. */
function readPlainLine(line: string): KeyedUrl | string {
  const [prefix = ''] = line.split(/\s/, 1);
  const path = line.slice(prefix.length).trim();
  return path === '' ? keyed(prefix) : keyed(`${prefix}${encodedPath(path)}`, path);
}

/** A path as text, in a URL: a `%`, `?` or `#` in it is part of a name. */
const encodedPath = (path: string): string => path.replace(/[%?#]/g, encodeURIComponent);

function readRow(line: string, urlAt: number, keyAt: number): KeyedUrl | string {
  const cells = cellsOf(line);
  const url = cells?.[urlAt]?.trim() ?? '';
  return url === '' ? 'it has no cell in the column url' : keyed(url, cells?.[keyAt]?.trim() || undefined);
}

function cellsOf(line: string): readonly string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  try {
    return parse(line, { relax_column_count: true })[0];
  } catch {
    return undefined; // a quote that is not closed, for one
  }
}

function keyed(url: string, key?: string): KeyedUrl | string {
  if (!URL_START.test(url) || !URL.canParse(url)) return `${show(url)} is no URL of http or https`;
  const { href, pathname } = new URL(url);
  const name = key ?? pathname.slice(1).split('/').map(percentDecodeOrKeep).join('/');
  return name === '' || name.endsWith('/')
    ? `${show(url)} has no path that could become a key, which has no slash at its end`
    : { url: href, key: name };
}
