import type { IncomingMessage } from 'node:http';

/** Reads a body, and keeps its beginning of at most `mostKept` bytes. Leaves off reading beyond `mostRead` bytes. */
export async function readBeginning(
  incoming: IncomingMessage,
  mostKept: number,
  mostRead = Number.POSITIVE_INFINITY,
): Promise<{ readonly kept: Buffer; readonly size: number }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > mostRead) break;
    if (size <= mostKept) chunks.push(chunk as Buffer);
  }
  return { kept: Buffer.concat(chunks), size };
}
