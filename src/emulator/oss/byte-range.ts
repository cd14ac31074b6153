/** The bytes of an object that a request is answered with, both ends included. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number }
  | { readonly kind: 'unsatisfiable' };

const WHOLE: ByteRange = { kind: 'whole' };
const UNSATISFIABLE: ByteRange = { kind: 'unsatisfiable' };

/**
 * Reads a `Range` header. By default OSS answers a range that goes beyond the object with the whole object; with
 * `x-oss-range-behavior: standard` it cuts such a range, and refuses one that lies behind the end.
 *
 * Of several ranges the first counts: the documents of the service contradict each other there.
 */
export function resolveByteRange(header: string | undefined, size: number, standard: boolean): ByteRange {
  const [, from, to] = /^bytes=(\d*)-(\d*)(?:,.*)?$/.exec(header?.trim() ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return WHOLE;
  if (from !== '' && to !== '' && Number(from) > Number(to)) return WHOLE;
  const first = from === '' ? size - Number(to) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Number(to);
  if (first >= size) return standard ? UNSATISFIABLE : WHOLE;
  if (first >= 0 && last < size) return { kind: 'part', first, last };
  return standard ? { kind: 'part', first: Math.max(first, 0), last: Math.min(last, size - 1) } : WHOLE;
}
