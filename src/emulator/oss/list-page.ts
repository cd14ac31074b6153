import { byUtf8 } from './utf8-order.ts';

export interface PageRequest {
  readonly prefix: string;
  /** Keys with the delimiter after the prefix are listed as one common prefix; empty for no delimiter. */
  readonly delimiter: string;
  /** Only keys after this one are listed. */
  readonly after: string;
  readonly maxKeys: number;
}

export interface ListPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page when more entries follow; the next page begins after this one. */
  readonly last?: string | undefined;
}

/** One page of a listing. `keysFrom` gives keys in the order of their UTF-8 bytes. */
export function listPage(keysFrom: (least: string) => Iterable<string>, request: PageRequest): ListPage {
  const { prefix, after, maxKeys } = request;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = after;
  for (const key of keysFrom(byUtf8(prefix, after) > 0 ? prefix : after)) {
    if (!key.startsWith(prefix)) break;
    const rolledUp = rollUp(key, request);
    // A page may end with a common prefix: the keys under it belong to that page.
    if (key === after || rolledUp === last) continue;
    if (keys.length + commonPrefixes.length === maxKeys) return { keys, commonPrefixes, last };
    if (rolledUp === undefined) keys.push(key);
    else commonPrefixes.push(rolledUp);
    last = rolledUp ?? key;
  }
  return { keys, commonPrefixes };
}

/** The common prefix that a key is listed under, if any. */
export function rollUp(
  key: string,
  { prefix, delimiter }: Pick<PageRequest, 'prefix' | 'delimiter'>,
): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
