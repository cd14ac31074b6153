import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { hashOfText } from '../plan/hash-of-text.ts';
import { PARTITIONS, PartitionedValues } from '../plan/partitioned-values.ts';
import type { Expectation } from './expectation.ts';
import type { GalleryFinding } from './gallery-finding.ts';
import { otherFields } from './other-fields.ts';

/** An expectation, as it lies on the disk. */
export interface ExpectedValue<Ref> {
  readonly productId: string;
  readonly picName?: string | undefined;
  readonly isDeleted?: true | undefined;
  /** Undefined where only the names are compared. */
  readonly content?: AddRecord | undefined;
  readonly ref?: Ref | undefined;
}

/** What was found of one image, with both of its sides. */
export interface ComparedImage<Ref> {
  readonly finding: GalleryFinding;
  /** Undefined for an image that nothing was expected of. */
  readonly expected?: ExpectedValue<Ref> | undefined;
  /** Undefined for an image that the gallery does not hold. */
  readonly held?: GalleryImage | undefined;
}

/**
 * Compares what a gallery should hold with what it holds. Both sides go to the disk by a hash of the product, and come back a
 * part at a time, so that memory stays small however many images there are.
 */
export class GalleryComparison<Ref> implements AsyncDisposable {
  readonly #folder: string;
  readonly #expected: PartitionedValues<ExpectedValue<Ref>>;
  readonly #held: PartitionedValues<GalleryImage>;

  /** How often `findings` has come by an image that the gallery's side had named before. */
  heldAgain = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#expected = new PartitionedValues(join(folder, 'expected'));
    this.#held = new PartitionedValues(join(folder, 'held'));
  }

  /** The folder that a comparison makes for its files, and removes in the end. */
  static folderIn(work: string): string {
    return join(work, 'comparison');
  }

  /** @param work an existing folder for temporary files */
  static async create<Ref>(work: string): Promise<GalleryComparison<Ref>> {
    const folder = GalleryComparison.folderIn(work);
    for (const part of ['expected', 'held']) await mkdir(join(folder, part), { recursive: true });
    return new GalleryComparison<Ref>(folder);
  }

  /** Adds what should be so. Of several expectations of an image the last one counts. */
  expect({ record, comparesContent, ref }: Expectation<Ref>): void {
    const { operationType, productId, picName } = record;
    this.#expected.add(partitionOf(productId), {
      ...{ productId, picName, isDeleted: operationType === 'DELETE' ? true : undefined },
      content: comparesContent && operationType === 'ADD' ? record : undefined,
      ref,
    });
  }

  /** Adds an image that the gallery holds. */
  hold(image: GalleryImage): void {
    this.#held.add(partitionOf(image.productId), image);
  }

  /** The names of the images that are expected, each once: those that are to be deleted, too. */
  async *expectedNames(): AsyncGenerator<Pick<GalleryImage, 'productId' | 'picName'>, void, void> {
    for (let partition = 0; partition < PARTITIONS; partition++)
      for (const { productId, picName = '' } of (await this.#expectedOf(partition, () => {})).images.values())
        yield { productId, picName };
  }

  /**
   * Every image of both sides once, `as expected` where there is no difference, a partition after the other. An image that the
   * gallery's side names twice counts the first time.
   *
   * @param onReplaced called with an expectation that a later one of the same image, or of its whole product, takes the place of
   */
  async *findings(
    signal: AbortSignal | undefined,
    onReplaced: (expected: ExpectedValue<Ref>) => void = () => {},
  ): AsyncGenerator<ComparedImage<Ref>, void, void> {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      signal?.throwIfAborted();
      const { images, deletedProducts } = await this.#expectedOf(partition, onReplaced);
      const seen = new Set<string>();
      for await (const block of this.#held.read(partition)) {
        for (const held of block) {
          const { productId, picName } = held;
          const key = keyOf(productId, picName);
          if (seen.has(key)) {
            this.heldAgain += 1;
            continue;
          }
          seen.add(key);
          const expected = images.get(key);
          images.delete(key);
          if (expected !== undefined) yield { finding: compared(expected, held), expected, held };
          else {
            const kind = deletedProducts.has(productId) ? 'still there' : 'superfluous';
            yield { finding: { kind, productId, picName }, held };
          }
        }
      }
      for (const expected of images.values()) {
        const { productId, picName = '', isDeleted } = expected;
        const kind = isDeleted === true ? 'as expected' : 'missing';
        yield { finding: { kind, productId, picName }, expected };
      }
    }
  }

  /** Removes the files. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  async #expectedOf(partition: number, onReplaced: (expected: ExpectedValue<Ref>) => void) {
    const images = new Map<string, ExpectedValue<Ref>>();
    const deletedProducts = new Set<string>();
    const replace = (key: string) => {
      const before = images.get(key);
      if (before === undefined) return;
      images.delete(key);
      onReplaced(before);
    };
    for await (const block of this.#expected.read(partition)) {
      for (const value of block) {
        if (value.picName !== undefined) {
          const key = keyOf(value.productId, value.picName);
          replace(key);
          images.set(key, value);
        } else {
          deletedProducts.add(value.productId);
          for (const [key, { productId }] of images) if (productId === value.productId) replace(key);
        }
      }
    }
    return { images, deletedProducts };
  }
}

function compared<Ref>({ isDeleted, content }: ExpectedValue<Ref>, held: GalleryImage): GalleryFinding {
  const { productId, picName } = held;
  if (isDeleted === true) return { kind: 'still there', productId, picName };
  const fields = content === undefined ? [] : otherFields(content, held);
  return fields.length === 0
    ? { kind: 'as expected', productId, picName }
    : { kind: 'differs', productId, picName, fields };
}

/** All images of a product are in one partition. */
export const partitionOf = (productId: string): number => (hashOfText(productId) >>> 0) % PARTITIONS;

export const keyOf = (productId: string, picName: string): string => JSON.stringify([productId, picName]);
