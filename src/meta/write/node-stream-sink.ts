import type { Writable } from 'node:stream';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { nodeBuiltin } from '../../shared/loading/node-builtin.ts';
import type { ByteSink } from './byte-sink.ts';
import type { NodeWritable } from './target-types.ts';

/** A stream of Node. */
export class NodeStreamSink implements ByteSink {
  readonly broken: Promise<never>;
  readonly #stream: Writable;
  readonly #keepOpen: boolean;
  readonly #ended: Promise<void>;
  #stopListening: () => void = () => {};

  constructor(stream: NodeWritable, keepOpen: boolean) {
    this.#stream = stream as Writable;
    this.#keepOpen = keepOpen;
    const { finished } = nodeBuiltin('stream', 'write to a stream of Node');
    this.#ended = new Promise((resolve, reject) => {
      this.#stopListening = finished(this.#stream, { readable: false }, (error) =>
        error ? reject(error) : resolve(),
      );
    });
    this.broken = this.#ended.then(() => {
      throw new Error('Cannot write on as the stream was ended by somebody else');
    });
    this.broken.catch(() => {}); // heard of by whoever races with it; after the end, by nobody
  }

  /** Copies the bytes: a stream may keep them for as long as it likes. Waits until they are through, which is back pressure. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(bytes.slice(), (error) =>
        error ? reject(this.#stream.errored ?? error) : resolve(),
      );
    });
  }

  async finish(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#keepOpen) {
      this.#stream.end();
      await untilAborted(this.#ended, signal);
    }
    this.#stopListening();
  }

  /** Destroys the stream, so that who reads at its other end does not take a part for the whole. */
  async discard(reason: unknown): Promise<void> {
    const stream = this.#stream;
    if (!stream.closed && (stream.destroyed || !this.#keepOpen)) {
      const ignore = () => {}; // the same error reaches our caller
      stream.once('error', ignore);
      stream.once('close', () => stream.off('error', ignore));
    }
    this.#stopListening();
    if (!this.#keepOpen) stream.destroy(reason instanceof Error ? reason : undefined);
  }
}
