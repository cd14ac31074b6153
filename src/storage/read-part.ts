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
  const asked = definedFields({
    Range: `bytes=${offset}-${offset + length - 1}`,
    // Without this header OSS answers a range beyond the end with the whole object.
    'x-oss-range-behavior': 'standard',
    'If-Match': etag === undefined ? undefined : `"${etag}"`,
  });
  const { stream, res } = await oss.getStream(key, { headers: asked });
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
