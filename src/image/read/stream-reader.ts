import { untilAborted } from '../../shared/async/until-aborted.ts';
import { webChunks } from '../../shared/http/web-chunks.ts';
import { show } from '../../shared/options/checks.ts';
import { joinBytes } from '../../shared/text/join-bytes.ts';
import type { ImagePiece, ImageReader, ImageStream } from '../image-source.ts';
import { discardRest, isServerRequest } from './server-request.ts';

/** Reads a stream as far as it is asked to, and keeps what it has read. The size is known once the stream has ended. */
export class StreamReader implements ImageReader {
  readonly name = 'stream';
  readonly #stream: ImageStream;
  readonly #chunks: AsyncIterator<unknown>;
  #pieces: Uint8Array[] = [];
  #received = 0;
  #ended = false;

  constructor(stream: ImageStream) {
    this.#stream = stream;
    this.#chunks = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : webChunks(stream);
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<ImagePiece> {
    while (!this.#ended && this.#received < offset + length) {
      const { done, value } = await untilAborted(this.#chunks.next(), signal);
      if (done) this.#ended = true;
      else this.#keep(value);
    }
    const whole = joinBytes(this.#pieces);
    this.#pieces = [whole];
    return {
      bytes: whole.subarray(offset, offset + length),
      size: this.#ended ? this.#received : undefined,
    };
  }

  /** Closes a stream that has not ended, and does not wait for it; the rest of a web server's request is read first. */
  async close(): Promise<void> {
    if (this.#ended) return;
    if (isServerRequest(this.#stream)) await discardRest(this.#chunks);
    else if ('destroy' in this.#stream && typeof this.#stream.destroy === 'function') this.#stream.destroy();
    else this.#chunks.return?.().then(undefined, () => {}); // the failure of an abandoned stream does not matter
  }

  #keep(chunk: unknown): void {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError(`a chunk of the stream must be a Uint8Array: current value is ${show(chunk)}`);
    }
    this.#pieces.push(chunk);
    this.#received += chunk.length;
  }
}
