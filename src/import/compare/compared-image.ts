import type { GalleryImage } from '../../gallery/gallery-image.ts';
import { type ExpectedValue, expectedOf, haveEqualParts, heldOf, textOf } from './compared-line.ts';
import type { GalleryFinding } from './gallery-finding.ts';
import { otherFields } from './other-fields.ts';

/** One image with both of its sides, of which each is parsed when it is asked for. */
export class ComparedImage<Ref> {
  readonly #expected: string | undefined;
  readonly #held: string | undefined;
  readonly #isOfDeletedProduct: boolean;

  /** @param isOfDeletedProduct of an image that nothing was expected of: whether its whole product should be gone */
  constructor(expected: string | undefined, held: string | undefined, isOfDeletedProduct = false) {
    this.#expected = expected;
    this.#held = held;
    this.#isOfDeletedProduct = isOfDeletedProduct;
  }

  /** Whether both sides say the same, in the same words: also of the category, unless none is expected. */
  get isEqual(): boolean {
    const [expected, held] = [this.#expected, this.#held];
    return expected !== undefined && held !== undefined && haveEqualParts(expected, held);
  }

  /** What was found of it: `as expected` where there is no difference. */
  get finding(): GalleryFinding {
    const { expected, held } = this;
    const { productId, picName = '' } = (held ?? expected) as ExpectedValue<Ref> | GalleryImage;
    if (expected === undefined)
      return { kind: this.#isOfDeletedProduct ? 'still there' : 'superfluous', productId, picName };
    const { isDeleted, content } = expected;
    if (held === undefined)
      return { kind: isDeleted === true ? 'as expected' : 'missing', productId, picName };
    if (isDeleted === true) return { kind: 'still there', productId, picName };
    const fields = content === undefined ? [] : otherFields(content, held);
    return fields.length === 0
      ? { kind: 'as expected', productId, picName }
      : { kind: 'differs', productId, picName, fields };
  }

  /** Undefined for an image that nothing was expected of. */
  get expected(): ExpectedValue<Ref> | undefined {
    return this.#expected === undefined ? undefined : expectedOf<Ref>(textOf(this.#expected));
  }

  /** Undefined for an image that the gallery does not hold. */
  get held(): GalleryImage | undefined {
    return this.#held === undefined ? undefined : heldOf(textOf(this.#held));
  }
}
