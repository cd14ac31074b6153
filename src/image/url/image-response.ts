import type { IncomingMessage } from 'node:http';
import { UrlError } from './url-error.ts';

/** What the headers of a response say about the image. */
export interface ImageResponse {
  /** Length of the part that was asked for; null when the body is the whole image instead. */
  readonly part: number | null;
  /** Size of the whole image, in bytes; undefined when the headers do not say. */
  readonly size: number | undefined;
  readonly etag: string | undefined;
}

/** Reads the headers of a 200, 206 or 416 to a request for the bytes from `from` on. */
export function readImageResponse(response: IncomingMessage, url: URL, from: number): ImageResponse {
  const status = response.statusCode as keyof typeof READERS;
  const encoding = response.headers['content-encoding'] ?? '';
  if (status !== 416 && !/^(identity)?$/i.test(encoding.trim())) {
    throw new UrlError(
      'HTTP_ENCODED',
      url,
      'is sent compressed, though it was asked for as it is; have its server send images uncompressed',
    );
  }
  const { etag } = status === 416 ? {} : response.headers;
  return { ...READERS[status](response, url, from), etag };
}

type Reader = (response: IncomingMessage, url: URL, from: number) => Omit<ImageResponse, 'etag'>;

const READERS = {
  200: (response) => ({ part: null, size: lengthOf(response) }),
  206: (response, url, from) => {
    const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(response.headers['content-range']?.trim() ?? '');
    const [first = Number.NaN, last = Number.NaN, size = Infinity] =
      range?.slice(1).map((number) => (number === '*' ? undefined : Number(number))) ?? [];
    const part = last - first + 1;
    if (!(first === from && part > 0 && last < size && part === (lengthOf(response) ?? part))) {
      throw badRange(url, 'answers with another part than was asked for');
    }
    return { part, size: size === Infinity ? undefined : size };
  },
  416: (response, url, from) => {
    const total = /^bytes \*\/(\d+)$/i.exec(response.headers['content-range']?.trim() ?? '')?.[1];
    const size = total === undefined ? undefined : Number(total);
    if (size !== undefined && size > from) throw badRange(url, 'refuses a part that it says it has');
    return { part: 0, size };
  },
} as const satisfies Record<number, Reader>;

/** Undefined for a chunked body. Node has already refused a `content-length` that is not a number. */
function lengthOf({ headers }: IncomingMessage): number | undefined {
  return headers['transfer-encoding'] === undefined && headers['content-length'] !== undefined
    ? Number(headers['content-length'])
    : undefined;
}

export const badRange = (url: URL, how: string): UrlError =>
  new UrlError('HTTP_BAD_RANGE', url, `${how}; have its server answer range requests, or none`);
