/** All files together. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Files between their upload and the call that names them. Beyond the limit the oldest are dropped. */
export class TransferredFiles {
  /** By key, oldest first. */
  readonly #files = new Map<string, Uint8Array>();
  #bytes = 0;

  put(key: string, bytes: Uint8Array): void {
    this.#drop(key);
    this.#files.set(key, bytes);
    this.#bytes += bytes.length;
    for (const oldest of this.#files.keys()) {
      if (this.#bytes <= MAX_BYTES || oldest === key) return;
      this.#drop(oldest);
    }
  }

  get(key: string): Uint8Array | undefined {
    return this.#files.get(key);
  }

  clear(): void {
    this.#files.clear();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    this.#bytes -= this.#files.get(key)?.length ?? 0;
    this.#files.delete(key);
  }
}
