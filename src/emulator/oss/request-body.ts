import type { IncomingMessage } from 'node:http';
import { refuse } from './oss-refusal.ts';

/** The client went away before the body was complete: no answer can be sent, and nothing may be stored. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted';
}

/** Reads the whole body, of at most `maxBytes`. */
export async function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const length = request.headers['content-length'];
  if (length === undefined && request.headers['transfer-encoding'] === undefined)
    refuse('MissingContentLength');
  if (Number(length) > maxBytes) tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.length;
    if (size > maxBytes) tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function* chunksOf(request: IncomingMessage): AsyncGenerator<Buffer, void, void> {
  try {
    // A body that is refused midway must stay readable: the answer goes out while the rest comes in.
    yield* request.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new RequestAborted('The client went away before the body was complete', { cause });
  }
  if (!request.complete) throw new RequestAborted('The client went away before the body was complete');
}

const tooLarge = (maxBytes: number): never => refuse('EntityTooLarge', { MaxSizeAllowed: String(maxBytes) });
