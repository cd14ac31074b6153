import { byUtf8 } from './utf8-order.ts';

export interface PageRequest {
  readonly prefix: string;
  /** Keys are rolled up to what precedes it behind the prefix; empty for none. */
  readonly delimiter: string;
  /** Only what comes behind it is listed. */
  readonly after: string;
  readonly maxKeys: number;
}

export interface ListPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page when more come behind it; the next page goes on after it. */
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

function rollUp(key: string, { prefix, delimiter }: PageRequest): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
