import type { IncomingMessage } from 'node:http';
import { UrlError } from './url-error.ts';

const FIRST_BUFFER = 64 * 1024;

/**
 * The body of a response, read piece by piece: what is not read stays at the server, except for what sockets buffer.
 * Between two reads the connection does not keep the process alive.
 */
export class ResponseBody {
  /** Bytes read so far. */
  position = 0;
  readonly #url: URL;
  readonly #response: IncomingMessage;
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** The part of the last chunk that was not asked for yet. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(url: URL, response: IncomingMessage) {
    this.#url = url;
    this.#response = response;
    this.#chunks = response[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer only where the body ends. */
  async take(count: number, signal: AbortSignal): Promise<Uint8Array> {
    const stop = () => this.destroy();
    signal.addEventListener('abort', stop, { once: true });
    this.#hold(true);
    try {
      return await this.#fill(count);
    } catch {
      signal.throwIfAborted();
      throw this.cutShort();
    } finally {
      signal.removeEventListener('abort', stop);
      this.#hold(false);
    }
  }

  /** Returns the connection to its pool when the body was read to its end, and ends the connection otherwise. */
  async finish(): Promise<void> {
    if (this.#rest.length > 0 || !this.#response.complete) return this.destroy();
    const { done } = await this.#chunks.next();
    if (!done) this.destroy();
  }

  destroy(): void {
    this.#response.destroy();
  }

  cutShort(): UrlError {
    return new UrlError(
      'HTTP_CUT_SHORT',
      this.#url,
      `ended after ${this.position} bytes of an answer, before its end; try again later`,
    );
  }

  /** Sets whether the connection keeps the process alive. After its end the connection belongs to others. */
  #hold(held: boolean): void {
    const { readableEnded, socket } = this.#response;
    if (!readableEnded) socket[held ? 'ref' : 'unref']();
  }

  /** Copies chunks together: a server may send a byte in each, and an object takes more memory than a byte. */
  async #fill(count: number): Promise<Uint8Array> {
    let bytes = new Uint8Array(Math.min(count, FIRST_BUFFER));
    let filled = 0;
    while (filled < count) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) break;
        this.#rest = value;
      }
      const piece = this.#rest.subarray(0, count - filled);
      if (filled + piece.length > bytes.length) bytes = enlarged(bytes, filled + piece.length, count);
      bytes.set(piece, filled);
      filled += piece.length;
      this.position += piece.length;
      this.#rest = this.#rest.subarray(piece.length);
    }
    return bytes.subarray(0, filled);
  }
}

function enlarged(bytes: Uint8Array, least: number, most: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(most, Math.max(least, 2 * bytes.length)));
  larger.set(bytes);
  return larger;
}
