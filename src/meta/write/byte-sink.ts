/** Where the bytes of a file go, one piece after another. */
export interface ByteSink {
  /** Resolves when all of it was taken; until then it stays as it is, from then on it may be filled anew. */
  write(bytes: Uint8Array): Promise<void>;
  /** Everything is written. Rejects with the signal's reason at once where the end may be long in coming. */
  finish(signal: AbortSignal | undefined): Promise<void>;
  /** Writing failed or was aborted, for this reason: nothing of it may pass for a whole file. Awaits nothing that may stall. */
  discard(reason: unknown): Promise<void>;
  /** Rejects when it breaks of its own accord, even while nothing is written. Never resolves. */
  readonly broken?: Promise<never> | undefined;
}
