/** Hands on the items of a generator that never waits, as an asynchronous one does, but with one promise for each item alone. */
export class Resolved<T> implements AsyncGenerator<T, void, void> {
  readonly #items: Generator<T, void, void>;

  constructor(items: Generator<T, void, void>) {
    this.#items = items;
  }

  next(): Promise<IteratorResult<T, void>> {
    try {
      return Promise.resolve(this.#items.next());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async return(): Promise<IteratorResult<T, void>> {
    return this.#items.return();
  }

  async throw(error: unknown): Promise<IteratorResult<T, void>> {
    return this.#items.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
