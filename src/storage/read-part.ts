import type { Readable } from 'node:stream';
import type OSS from 'ali-oss';
import { firstBytes } from '../shared/http/first-bytes.ts';
import { unquoted } from '../shared/http/unquoted.ts';
import type { ObjectRange } from '../shared/objects/object-store.ts';
import { definedFields } from '../shared/options/defined-fields.ts';

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
  const body = await bytesInTime(stream, isPart ? length : offset + length, headers, timeoutMs);
  return {
    bytes: isPart ? body : body.subarray(offset),
    size: Number(isPart ? total : (headers['content-length'] ?? body.length)),
    etag: unquoted(headers['etag']),
    res,
  };
}

/** `firstBytes`, which must come within a time. */
async function bytesInTime(
  stream: Readable,
  most: number,
  headers: Headers,
  timeoutMs: number,
): Promise<Buffer> {
  const late = setTimeout(() => stream.destroy(new Error('timeout of the body')), timeoutMs);
  try {
    return await firstBytes(stream, most, Number(headers['content-length']));
  } finally {
    clearTimeout(late);
  }
}
