/** The part of a web stream that is used here. */
export interface WebStream {
  /** Gives the one who reads. */
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: unknown }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** The chunks of a web stream. Ending the loop early cancels the stream, also while a chunk is awaited. */
export function webChunks(stream: WebStream): AsyncIterableIterator<unknown> {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
