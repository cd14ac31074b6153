import type { Readable } from 'node:stream';
import type OSS from 'ali-oss';
import { definedFields } from '../shared/defined-fields.ts';
import type { ObjectRange } from '../shared/object-store.ts';

/** A part of an object, with the answer that contained it. */
interface OssPart {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly etag: string | undefined;
  readonly res: { readonly status: number; readonly headers: object };
}

type Headers = Readonly<Record<string, string | undefined>>;

/** Reads a part of an object. Stops at its end when a server answers with the whole object. */
export async function readPart(
  oss: OSS,
  key: string,
  { offset, length, etag }: ObjectRange,
  timeoutMs: number,
): Promise<OssPart> {
  const { stream, res } = await openPart(oss, key, {
    Range: `bytes=${offset}-${offset + length - 1}`,
    // Without this header OSS answers a range beyond the end with the whole object.
    'x-oss-range-behavior': 'standard',
    'If-Match': etag === undefined ? undefined : `"${etag}"`,
  });
  const headers = res.headers as Headers;
  const total = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1];
  const isPart = res.status === 206 && total !== undefined;
  const body = await firstBytes(stream, isPart ? length : offset + length, headers, timeoutMs);
  return {
    bytes: isPart ? body : body.subarray(offset),
    size: Number(isPart ? total : (headers['content-length'] ?? body.length)),
    etag: headers['etag']?.replace(/^"|"$/g, ''),
    res,
  };
}

/** The code of OSS for a failure of its own, by status (help page "Error responses"). */
const SERVER_CODES: Readonly<Record<number, string>> = { 500: 'InternalError', 503: 'ServiceUnavailable' };

/**
 * When a request for a stream fails, ali-oss reads nothing but the status. The same request without a stream fails with
 * OSS's code and message, so a request that was refused is sent again that way; one that hit a server error is not.
 */
async function openPart(oss: OSS, key: string, fields: Readonly<Record<string, string | undefined>>) {
  const headers = definedFields(fields);
  try {
    return await oss.getStream(key, { headers: { ...headers } });
  } catch (error) {
    const { status = 0, requestId } = error as { readonly status?: number; readonly requestId?: string };
    if (status >= 400 && status < 500) await oss.get(key, { headers: { ...headers } });
    const code = requestId === undefined ? undefined : SERVER_CODES[status];
    throw code === undefined
      ? error
      : Object.assign(new Error('OSS has an internal error, try again later'), { code, status, requestId });
  }
}

/** Reads at most `most` bytes. Reads a body of no more bytes to its end, so that the connection can be used again. */
async function firstBytes(
  stream: Readable,
  most: number,
  headers: Headers,
  timeoutMs: number,
): Promise<Buffer> {
  const late = setTimeout(() => stream.destroy(new Error('timeout of the body')), timeoutMs);
  const isLonger = !(Number(headers['content-length']) <= most);
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      received += chunk.length;
      if (isLonger && received >= most) break; // leaving the loop closes the connection
    }
    return Buffer.concat(chunks).subarray(0, most);
  } finally {
    clearTimeout(late);
  }
}
