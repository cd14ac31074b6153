import { untilAborted } from '../../shared/async/until-aborted.ts';
import type { ByteSink } from './byte-sink.ts';
import type { WebWritable, WebWriter } from './target-types.ts';

/** A web stream. It is locked while it is written to. */
export class WebStreamSink implements ByteSink {
  readonly broken: Promise<never>;
  readonly #writer: WebWriter;
  readonly #keepOpen: boolean;

  constructor(stream: WebWritable, keepOpen: boolean) {
    this.#writer = stream.getWriter();
    this.#keepOpen = keepOpen;
    this.broken = this.#writer.closed.then(() => {
      throw new Error('Cannot write on as the stream was closed before its end');
    });
    this.broken.catch(() => {}); // heard of by whoever races with it; after the end, by nobody
  }

  /** Copies the bytes: a stream may keep them for as long as it likes. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#writer.write(bytes.slice()); // its promise waits for the sink behind the stream, so back pressure holds
  }

  async finish(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#keepOpen) await untilAborted(this.#writer.close(), signal);
    this.#writer.releaseLock();
  }

  async discard(reason: unknown): Promise<void> {
    if (!this.#keepOpen) this.#writer.abort(reason).catch(() => {}); // not awaited: it waits for a sink that may stall
    this.#writer.releaseLock();
  }
}
