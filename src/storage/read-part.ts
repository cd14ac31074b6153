import type { Readable } from 'node:stream';
import type OSS from 'ali-oss';
import type { ObjectRange } from '../shared/object-store.ts';

/** A part of an object, and the answer that it came with. */
interface OssPart {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly etag: string | undefined;
  readonly res: { readonly status: number; readonly headers: object };
}

type Headers = Readonly<Record<string, string | undefined>>;

/** Reads a part, and no more than it of a server that answers with the whole object. */
export async function readPart(
  oss: OSS,
  key: string,
  { offset, length, etag }: ObjectRange,
  timeoutMs: number,
): Promise<OssPart> {
  const { stream, res } = await openPart(oss, key, {
    Range: `bytes=${offset}-${offset + length - 1}`,
    // Without it a range beyond the end is answered with the whole object.
    'x-oss-range-behavior': 'standard',
    ...(etag === undefined ? {} : { 'If-Match': `"${etag}"` }),
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

/** What OSS calls trouble of its own ("Error responses"), by the status. */
const SERVER_CODES: Readonly<Record<number, string>> = { 500: 'InternalError', 503: 'ServiceUnavailable' };

/**
 * Of an error that is answered to a stream ali-oss reads the status alone. What is wrong with the request it tells when
 * it is asked again without a stream; a server in trouble is not asked twice.
 */
async function openPart(oss: OSS, key: string, headers: Readonly<Record<string, string>>) {
  try {
    return await oss.getStream(key, { headers: { ...headers } });
  } catch (error) {
    const { status = 0, requestId } = error as { readonly status?: number; readonly requestId?: string };
    if (status >= 400 && status < 500) await oss.get(key, { headers: { ...headers } });
    const code = requestId === undefined ? undefined : SERVER_CODES[status];
    throw code === undefined
      ? error
      : Object.assign(new Error('It is in trouble, try again later'), { code, status, requestId });
  }
}

/** Reads a body that is not too long to its end, so that its connection can be used again. */
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
      if (isLonger && received >= most) break; // which closes the connection
    }
    return Buffer.concat(chunks).subarray(0, most);
  } finally {
    clearTimeout(late);
  }
}
