import type { Readable } from 'node:stream';
import { adviceFor } from '../../service/errors/error-advice.ts';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { firstBytes } from '../../shared/http/first-bytes.ts';
import { unquoted } from '../../shared/http/unquoted.ts';
import type { ObjectPart, ObjectRange } from '../../shared/objects/object-store.ts';

/** An answer to a request for a range, as the packages of Amazon and Microsoft give it. */
export interface RangeAnswer {
  readonly body: Readable | undefined;
  /** The header `content-range`; undefined when the answer is the whole object. */
  readonly contentRange: string | undefined;
  /** Of the body, in bytes. */
  readonly contentLength: number | undefined;
  readonly etag: string | undefined;
}

/**
 * The part of an object that was asked for. An answer of another part, or of fewer bytes than it announces, is not believed.
 *
 * @throws {ImageSearchError} `BAD_ANSWER`, which may be different next time
 */
export async function partOf(
  action: string,
  { body, contentRange, contentLength = Number.NaN, etag }: RangeAnswer,
  { offset, length }: ObjectRange,
  signal: AbortSignal,
): Promise<ObjectPart> {
  if (body === undefined || etag === undefined) throw badAnswer(action, 'has no body or no ETag');
  body.on('error', () => {}); // one that comes when nobody reads any more
  try {
    const range = contentRange === undefined ? undefined : /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange);
    if (range === null) throw badAnswer(action, 'names a range in a form that nobody knows');
    const [first, last, total] = range?.slice(1).map(Number) ?? [];
    if (first !== undefined && first !== offset)
      throw badAnswer(action, `begins at byte ${first}, where byte ${offset} was asked for`);
    // A server that ignores ranges sends the whole object.
    const end = last === undefined ? contentLength : last + 1;
    const most = first === undefined ? offset + length : length;
    const read = firstBytes(body, most, contentLength);
    const received = await untilAborted(read, signal, () => body.destroy());
    const bytes = first === undefined ? received.subarray(offset) : received;
    const size = total ?? (Number.isNaN(contentLength) ? received.length : contentLength);
    const wanted = Math.max(0, Math.min(offset + length, Number.isNaN(end) ? size : end) - offset);
    if (bytes.length < wanted) throw badAnswer(action, `has ${bytes.length} bytes of ${wanted}`);
    return { bytes, size, etag: unquoted(etag) };
  } finally {
    body.destroy();
  }
}

/** An answer that no such service gives: something in between has given it, or changed it. */
export const badAnswer = (action: string, what: string): ImageSearchError =>
  new ImageSearchError(`Cannot ${action}: the answer ${what}`, {
    code: 'BAD_ANSWER',
    ...adviceFor('BAD_ANSWER'),
  });
