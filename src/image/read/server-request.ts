import { Readable } from 'node:stream';

/** How much of a body is discarded: sixteen times as much as the largest image has. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/**
 * Whether a stream is a request that a web server has received (HTTP/1 or HTTP/2). Destroying it would end the connection
 * before the server can answer. A response, which a client receives, has no method.
 */
export const isServerRequest = (stream: object): stream is Readable =>
  stream instanceof Readable &&
  'headers' in stream &&
  'method' in stream &&
  typeof stream.method === 'string';

/**
 * Reads a request's body to its end and keeps nothing of it: a server that answers while the client is still sending
 * closes the connection under it, or leaves it blocked. A body that goes on beyond the limit is left unread. Never rejects:
 * the server itself notices a client that goes away.
 */
export async function discardRest(chunks: AsyncIterator<unknown>): Promise<void> {
  let discarded = 0;
  try {
    while (discarded <= MAX_DISCARDED_BYTES) {
      const { done, value } = await chunks.next();
      if (done) return;
      discarded += (value as Uint8Array).length;
    }
  } catch {
    return;
  }
}
