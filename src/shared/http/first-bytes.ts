import type { Readable } from 'node:stream';

/**
 * The first bytes of a body, `most` at most. A body of no more bytes is read to its end, so that its connection can be used
 * again; of a longer one, or one whose length is not known, the connection is closed.
 *
 * @param length of the whole body, in bytes, NaN when it is not known
 */
export async function firstBytes(stream: Readable, most: number, length: number): Promise<Buffer> {
  const isLonger = !(length <= most);
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    received += chunk.length;
    if (isLonger && received >= most) break; // leaving the loop closes the connection
  }
  return Buffer.concat(chunks).subarray(0, most);
}
