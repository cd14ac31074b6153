/** Items that close what they are read from also when they are closed before the first was asked for, as a generator does not. */
export class ClosingItems<T> implements AsyncGenerator<T, void, void> {
  readonly #items: AsyncGenerator<T, void, void>;
  readonly #close: () => Promise<unknown>;

  constructor(items: AsyncGenerator<T, void, void>, close: () => Promise<unknown>) {
    this.#items = items;
    this.#close = close;
  }

  async next(): Promise<IteratorResult<T, void>> {
    try {
      const next = await this.#items.next();
      if (next.done) await this.#close();
      return next;
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<T, void>> {
    await this.#items.return();
    await this.#close();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<T, void>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
