/**
 * Yields the items of every group, one by one, as an async generator with two nested loops would, but faster: only a
 * new group is awaited, while such a generator takes several turns of the microtask queue for each item.
 */
export class AsyncFlatMap<Group, T> implements AsyncGenerator<T, void, void> {
  readonly #groups: AsyncGenerator<Group, void, void>;
  readonly #itemsOf: (group: Group) => Iterator<T>;
  #items: Iterator<T> | undefined;
  /** The call that is not settled yet, which later calls wait for. */
  #last: Promise<unknown> | undefined;

  constructor(groups: AsyncGenerator<Group, void, void>, itemsOf: (group: Group) => Iterator<T>) {
    this.#groups = groups;
    this.#itemsOf = itemsOf;
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.#last !== undefined || this.#items === undefined) return this.#queue(() => this.#step());
    try {
      const item = this.#items.next();
      return item.done === true ? this.#queue(() => this.#step()) : Promise.resolve(item);
    } catch (error) {
      return this.#queue(() => this.#fail(error));
    }
  }

  /** Closes the items and the groups. */
  return(): Promise<IteratorResult<T, void>> {
    return this.#queue(async () => {
      this.#items?.return?.();
      this.#items = undefined;
      await this.#groups.return();
      return { done: true, value: undefined };
    });
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    return this.#queue(() => this.#fail(error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #step(): Promise<IteratorResult<T, void>> {
    for (;;) {
      try {
        const item = this.#items?.next();
        if (item !== undefined && item.done !== true) return item;
      } catch (error) {
        return this.#fail(error);
      }
      const group = await this.#groups.next();
      this.#items = group.done === true ? undefined : this.#itemsOf(group.value);
      if (group.done === true) return { done: true, value: undefined };
    }
  }

  /** Closes the groups and rejects, after an item failed or the reader called throw(). */
  async #fail(error: unknown): Promise<never> {
    this.#items = undefined;
    await this.#groups.return();
    throw error;
  }

  #queue(call: () => Promise<IteratorResult<T, void>>): Promise<IteratorResult<T, void>> {
    const result = this.#last === undefined ? call() : this.#last.then(call, call);
    const last = result.finally(() => {
      if (this.#last === last) this.#last = undefined;
    });
    last.catch(() => {}); // the caller has `result`
    this.#last = last;
    return result;
  }
}
