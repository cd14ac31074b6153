import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { abortable } from '../../shared/async/abortable.ts';
import { assertConserved } from '../../shared/errors/conservation.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { openFile } from '../../shared/files/regular-file.ts';
import { show } from '../../shared/options/checks.ts';
import { readLines } from '../../shared/text/lines.ts';
import { listingUnreadable } from '../listing-unreadable.ts';
import { type LineReader, readerFor } from './url-line.ts';

/** What became of the lines of a list: lines = urls + repeated + refused + passedOver. */
export interface UrlListSummary {
  /** Lines of the list. */
  readonly lines: number;
  /** Lines that name an image. */
  readonly urls: number;
  /** Lines with a URL that an earlier line has, too. */
  readonly repeated: number;
  /** Lines that have no URL, each told to `onIssue`. */
  readonly refused: number;
  /** Blank lines, and the header. */
  readonly passedOver: number;
  /** Of the URLs, those whose key another URL had already, each told to `onIssue`. */
  readonly renamed: number;
}

/** Why a line of a list names no image. */
export type UrlListIssue = Issue<'URL_LIST_LINE_REFUSED' | 'URL_LIST_KEY_TAKEN'>;

/** All of a list's URLs, by their keys in the order of UTF-8, and what became of its lines. */
export interface UrlListEntries {
  readonly urls: ReadonlyMap<string, string>;
  readonly summary: UrlListSummary;
}

/** So many URLs take some 300 MB of memory. */
const MOST_URLS = 1_000_000;
/** Servers commonly take URLs of 8 kB at most. */
const MOST_LINE_BYTES = 16_384;

/**
 * Reads a list of URLs whole.
 *
 * @throws {ImageSearchError} `LISTING_UNREADABLE` for a file that is no list of URLs, or has too many
 */
export async function urlListEntries(
  path: string,
  onIssue: (issue: UrlListIssue) => void,
  signal: AbortSignal | undefined,
): Promise<UrlListEntries> {
  const urls = new Map<string, string>();
  const counts = { lines: 0, urls: 0, repeated: 0, refused: 0, passedOver: 0, renamed: 0 };
  let read: LineReader | undefined;
  const { descriptor: fd } = await openFile(path, { signal });
  for await (const { bytes, line, cut } of readLines(
    abortable(createReadStream(path, { fd }), signal),
    MOST_LINE_BYTES,
  )) {
    counts.lines += 1;
    const text = Buffer.from(bytes)
      .toString()
      .replace(/^\ufeff/, '')
      .trim();
    const refuse = (why: string) => {
      counts.refused += 1;
      const message = `Line ${line} of ${path} is no line of a list of URLs: ${why}`;
      onIssue({ code: 'URL_LIST_LINE_REFUSED', severity: 'error', path: [line], message });
    };
    if (text === '') {
      counts.passedOver += 1;
      continue;
    }
    const isText = cut || isUtf8(bytes); // a cut may stand within a character
    if (read === undefined) {
      if (!isText)
        throw listingUnreadable(
          path,
          `a list of URLs must be UTF-8, and line ${line} is not: save it as UTF-8`,
        );
      const found = readerFor(text);
      if (found === undefined)
        throw listingUnreadable(
          path,
          `a list of URLs must begin with a URL, or with a header that has a column url: line ${line} is ${show(text)}`,
        );
      read = found.read;
      if (found.isHeader) {
        counts.passedOver += 1;
        continue;
      }
    }
    const entry = !isText
      ? 'it is not UTF-8: save the list as UTF-8, or write the URL with percent signs'
      : cut
        ? `it has more than ${MOST_LINE_BYTES} bytes`
        : read(text);
    if (typeof entry === 'string') {
      refuse(entry);
      continue;
    }
    const key = freeKey(entry.key, entry.url, urls);
    if (urls.get(key) === entry.url) {
      counts.repeated += 1;
      continue;
    }
    if (urls.size === MOST_URLS)
      throw listingUnreadable(
        path,
        `it has more than ${MOST_URLS} URLs: split it, and import part after part`,
      );
    urls.set(key, entry.url);
    counts.urls += 1;
    if (key === entry.key) continue;
    counts.renamed += 1;
    const message = `Line ${line} of ${path} has a URL whose key, ${show(entry.key)}, another URL has already: it gets ${show(key)}`;
    onIssue({ code: 'URL_LIST_KEY_TAKEN', severity: 'warning', path: [line], message });
  }
  const { lines, renamed: _, ...parts } = counts;
  assertConserved('a list of URLs', lines, parts);
  assertConserved('the keys of a list of URLs', counts.urls, { keys: urls.size });
  return { urls: sorted(urls), summary: counts };
}

/** The key, or one with a digest of the URL in it when another URL has the key already. */
function freeKey(key: string, url: string, urls: ReadonlyMap<string, string>): string {
  let [free, digest] = [key, url];
  while ((urls.get(free) ?? url) !== url) {
    digest = createHash('sha256').update(digest).digest('hex');
    free = key.replace(/(\.[^./]*)?$/, `-${digest.slice(0, 12)}$1`);
  }
  return free;
}

function sorted(urls: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const keys = [...urls.keys()].map((key) => ({ key, bytes: Buffer.from(key) }));
  keys.sort((a, b) => a.bytes.compare(b.bytes));
  return new Map(keys.map(({ key }) => [key, urls.get(key) as string]));
}
