/** Remembers which images were named, to find the second line of the same (ProductId, PicName). */
export class DuplicateKeys {
  readonly #seen = new Set<string>();

  /** True when the pair was named before. */
  isDuplicate(productId: string, picName: string): boolean {
    const key = `${productId}\0${picName}`;
    const { size } = this.#seen;
    return this.#seen.add(key).size === size;
  }
}
