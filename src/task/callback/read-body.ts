import { Deadline } from '../../shared/async/deadline.ts';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { InvalidCallback } from './invalid-callback.ts';

export interface BodyLimits {
  /** In bytes. */
  readonly mostBytes: number;
  /** Time allowed to the whole body, in ms. */
  readonly bodyTimeoutMs: number;
}

/**
 * The text of a body. One that is too long or too slow is left unread, not cancelled: a server of Node would take the
 * connection away before the answer is out.
 *
 * @throws {InvalidCallback} 413 when it is too long, 408 when it comes too slowly, 400 when it breaks off or was read before
 */
export async function readBody(request: Request, { mostBytes, bodyTimeoutMs }: BodyLimits): Promise<string> {
  const tooLarge = () => new InvalidCallback(413, `A callback has at most ${mostBytes} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge();
  if (request.body === null) return '';
  if (request.bodyUsed || request.body.locked)
    throw new InvalidCallback(400, 'The body was read before: mount the handler before any body parser');
  const tooSlow = () => new InvalidCallback(408, `A callback's body comes within ${bodyTimeoutMs} ms`);
  const deadline = new Deadline(bodyTimeoutMs, undefined, tooSlow);
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  try {
    for (;;) {
      const { done, value } = await untilAborted(piece(reader), deadline.signal);
      if (done) return text + decoder.decode();
      bytes += value.length;
      if (bytes > mostBytes) throw tooLarge();
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    deadline.clear();
    reader.releaseLock();
  }
}

async function piece(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    const next = await reader.read();
    if (next.done || next.value instanceof Uint8Array) return next;
  } catch {
    // what broke is the sender's connection: the answer says so
  }
  throw new InvalidCallback(400, 'The body of the callback broke off');
}
