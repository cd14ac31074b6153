import { timingSafeEqual } from 'node:crypto';
import { percentDecode } from '../../shared/http/percent-decode.ts';

/** One parameter of a query, decoded. */
export interface QueryPair {
  readonly name: string;
  readonly value: string;
  /** True for `?name`, false for `?name=`. */
  readonly bare: boolean;
}

export function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** The parameters in the order they came; a plus is a space, and what cannot be decoded is taken as it stands. */
export function queryPairs(url: string): readonly QueryPair[] {
  const decode = (text: string) => percentDecode(text.replaceAll('+', '%20')) ?? text;
  return splitUrl(url)
    .query.split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? { name: decode(part), value: '', bare: true }
        : { name: decode(part.slice(0, equals)), value: decode(part.slice(equals + 1)), bare: false };
    });
}

/** The first value of each parameter. */
export function queryMap(url: string): ReadonlyMap<string, string> {
  return new Map(
    queryPairs(url)
      .toReversed()
      .map(({ name, value }) => [name, value]),
  );
}

/** Compares in constant time, so that the time does not show where the texts differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Orders by code unit, which for percent-encoded text is the order of bytes. */
export const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
