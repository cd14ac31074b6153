/** A synchronous generator as an asynchronous one. Each item costs one promise, where `async function*` takes several. */
export class AsyncFromSync<T> implements AsyncGenerator<T, void, void> {
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
