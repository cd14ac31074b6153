import type { ListLine } from './read-list.ts';

/** A line whose name is known. */
export type NamedLine = ListLine & { readonly name: string };

/** Sorted lines, asked for by names that rise. */
export class LinesByName {
  readonly #lines: AsyncGenerator<NamedLine, void, void>;
  readonly #onUnknown: (line: ListLine) => void;
  #next: IteratorResult<NamedLine, void> | undefined;

  constructor(lines: AsyncGenerator<NamedLine, void, void>, onUnknown: (line: ListLine) => void) {
    this.#lines = lines;
    this.#onUnknown = onUnknown;
  }

  /** The lines of a name. What lies before it belongs to no image, and is told. */
  async *of(name: string): AsyncGenerator<NamedLine, void, void> {
    for (;;) {
      this.#next ??= await this.#lines.next();
      if (this.#next.done || this.#next.value.name > name) return;
      if (this.#next.value.name === name) yield this.#next.value;
      else this.#onUnknown(this.#next.value);
      this.#next = undefined;
    }
  }

  /** Tells the lines that are left. */
  async skipAll(): Promise<void> {
    if (this.#next !== undefined && !this.#next.done) this.#onUnknown(this.#next.value);
    for await (const line of this.#lines) this.#onUnknown(line);
  }

  async close(): Promise<void> {
    await this.#lines.return();
  }
}
