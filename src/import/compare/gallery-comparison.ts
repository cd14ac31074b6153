import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import { hashOfText } from '../plan/hash-of-text.ts';
import { PARTITIONS, PartitionedValues } from '../plan/partitioned-values.ts';
import type { Expectation, ExpectationRef } from './expectation.ts';
import type { GalleryFinding } from './gallery-finding.ts';
import { otherFields } from './other-fields.ts';

/** What was found of one image, with the reference of its expectation. */
export type ComparedImage = GalleryFinding & Pick<Expectation, 'ref'>;

/** Of an expectation, as it lies on the disk: `content` is undefined where only the names are compared. */
interface ExpectedValue {
  readonly productId: string;
  readonly picName?: string | undefined;
  readonly isDeleted?: true | undefined;
  readonly content?: AddRecord | undefined;
  readonly ref?: ExpectationRef | undefined;
}

/**
 * Compares what a gallery should hold with what it holds. Both sides go to the disk by a hash of the product, and come back a
 * part at a time, so that memory stays small however many images there are.
 */
export class GalleryComparison implements AsyncDisposable {
  readonly #folder: string;
  readonly #expected: PartitionedValues<ExpectedValue>;
  readonly #held: PartitionedValues<GalleryImage>;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#expected = new PartitionedValues(join(folder, 'expected'));
    this.#held = new PartitionedValues(join(folder, 'held'));
  }

  /** @param work an existing folder for temporary files */
  static async create(work: string): Promise<GalleryComparison> {
    const folder = join(work, 'comparison');
    for (const part of ['expected', 'held']) await mkdir(join(folder, part), { recursive: true });
    return new GalleryComparison(folder);
  }

  /** Adds what should be so. Of several expectations of an image the last one counts. */
  expect({ record, comparesContent, ref }: Expectation): void {
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

  /** Every difference, `as expected` for each image without one. */
  async *findings(signal: AbortSignal | undefined): AsyncGenerator<ComparedImage, void, void> {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      signal?.throwIfAborted();
      const { images, deletedProducts } = await this.#expectedOf(partition);
      for await (const block of this.#held.read(partition)) {
        for (const held of block) {
          const { productId, picName } = held;
          const key = keyOf(productId, picName);
          const expected = images.get(key);
          images.delete(key);
          if (expected === undefined)
            yield deletedProducts.has(productId)
              ? { kind: 'still there', productId, picName }
              : { kind: 'superfluous', productId, picName };
          else yield compared(expected, held);
        }
      }
      for (const { productId, picName = '', isDeleted, ref } of images.values())
        yield { kind: isDeleted === true ? 'as expected' : 'missing', productId, picName, ref };
    }
  }

  /** Removes the files. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  async #expectedOf(partition: number) {
    const images = new Map<string, ExpectedValue>();
    const deletedProducts = new Set<string>();
    for await (const block of this.#expected.read(partition)) {
      for (const value of block) {
        if (value.picName !== undefined) images.set(keyOf(value.productId, value.picName), value);
        else {
          deletedProducts.add(value.productId);
          for (const [key, { productId }] of images) if (productId === value.productId) images.delete(key);
        }
      }
    }
    return { images, deletedProducts };
  }
}

function compared({ isDeleted, content, ref }: ExpectedValue, held: GalleryImage): ComparedImage {
  const { productId, picName } = held;
  if (isDeleted === true) return { kind: 'still there', productId, picName, ref };
  const fields = content === undefined ? [] : otherFields(content, held);
  return fields.length === 0
    ? { kind: 'as expected', productId, picName, ref }
    : { kind: 'differs', productId, picName, ref, fields };
}

const partitionOf = (productId: string): number => (hashOfText(productId) >>> 0) % PARTITIONS;

const keyOf = (productId: string, picName: string): string => JSON.stringify([productId, picName]);
