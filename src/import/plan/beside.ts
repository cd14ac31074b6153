import { readJsonLinesFile } from '../../shared/files/json-lines-file.ts';

/** Reads what was found about entries beside the entries, as both are in the order of the entries' numbers. */
export class Beside<T extends { readonly number: number }> {
  readonly #facts: AsyncGenerator<T, void, void>;
  #next: T | undefined;

  private constructor(facts: AsyncGenerator<T, void, void>) {
    this.#facts = facts;
  }

  static async open<T extends { readonly number: number }>(path: string): Promise<Beside<T>> {
    const beside = new Beside(readJsonLinesFile<T>(path));
    await beside.#step();
    return beside;
  }

  has(number: number): boolean {
    return this.#next?.number === number;
  }

  /** Everything about one entry. */
  async take(number: number): Promise<T[]> {
    const facts: T[] = [];
    for (; this.#next?.number === number; await this.#step()) facts.push(this.#next);
    return facts;
  }

  /** @throws when something is left, which is then of no entry */
  assertEnd(): void {
    if (this.#next === undefined) return;
    throw new Error(`Defect in planEntries: no entry ${this.#next.number}. Please report this`);
  }

  async close(): Promise<void> {
    await this.#facts.return();
  }

  async #step(): Promise<void> {
    const next = await this.#facts.next();
    this.#next = next.done ? undefined : next.value;
  }
}
