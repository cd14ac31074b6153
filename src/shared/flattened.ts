/**
 * Hands on the items of groups, one by one. A promise is waited for where a group is, not for each item: an async generator that
 * yields the items itself takes several turns of the microtask queue for each.
 */
export class Flattened<Group, T> implements AsyncGenerator<T, void, void> {
  readonly #groups: AsyncGenerator<Group, void, void>;
  readonly #itemsOf: (group: Group) => Iterator<T>;
  #items: Iterator<T> | undefined;
  /** The call in work, which later calls wait for. */
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

  /** Ends the items and the groups. */
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

  /** Ends the groups, too, when an item failed. */
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
