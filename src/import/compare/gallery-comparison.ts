import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrittenImage } from '../../gallery/export/written-image.ts';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import { mapOneAhead } from '../one-ahead.ts';
import { hashOfText } from '../plan/hash-of-text.ts';
import { PARTITIONS, PartitionedLines } from '../plan/partitioned-lines.ts';
import type { ComparedImage } from './compared-image.ts';
import { expectedLine, heldLine, textOf, writtenLine } from './compared-line.ts';
import { ComparedPartition } from './compared-partition.ts';
import type { Expectation } from './expectation.ts';

/** The blocks of a side have 16 MB: larger ones are far from the processor. */
const BLOCK_BYTES = 16_384;

/**
 * Compares what a gallery should hold with what it holds. Both sides go to the disk by a hash of the product, and come back a
 * part at a time, so that memory stays small however many images there are.
 */
export class GalleryComparison<Ref> implements AsyncDisposable {
  readonly #folder: string;
  readonly #expected: PartitionedLines;
  readonly #held: PartitionedLines;

  /** How often `findings` has come by an image that the gallery's side had named before. */
  heldAgain = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#expected = new PartitionedLines(join(folder, 'expected'), BLOCK_BYTES);
    this.#held = new PartitionedLines(join(folder, 'held'), BLOCK_BYTES);
  }

  /** The folder that a comparison makes for its files, and removes in the end. */
  static folderIn(work: string): string {
    return join(work, 'comparison');
  }

  /** @param work an existing folder for temporary files */
  static async create<Ref>(work: string): Promise<GalleryComparison<Ref>> {
    const folder = GalleryComparison.folderIn(work);
    await mkdir(folder, { recursive: true });
    return new GalleryComparison<Ref>(folder);
  }

  /** Adds what should be so. Of several expectations of an image the last one counts. */
  expect(expectation: Expectation<Ref>): void {
    this.#expected.add(partitionOf(expectation.record.productId), expectedLine(expectation));
  }

  /** Adds an image that the gallery holds. */
  hold(image: GalleryImage): void {
    this.#held.add(partitionOf(image.productId), heldLine(image));
  }

  /** The same, of an image that is written already. */
  holdWritten(image: WrittenImage): void {
    const productId = image.productId.slice(1, -1);
    const partition = partitionOf(NOT_ASCII.test(productId) ? textOf(productId) : productId);
    this.#held.add(partition, writtenLine(image), 'latin1');
  }

  /** The names of the images that are expected, each once: those that are to be deleted, too. */
  async *expectedNames(): AsyncGenerator<Pick<GalleryImage, 'productId' | 'picName'>, void, void> {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const expected = await this.#expected.textsOf(partition, 'latin1');
      for (const { finding } of new ComparedPartition<Ref>(expected).comparedWith([]))
        yield { productId: finding.productId, picName: finding.picName };
    }
  }

  /**
   * Every image of both sides once, `as expected` where there is no difference, a partition after the other. An image that the
   * gallery's side names twice counts the first time. One that is expected, and that the gallery holds by its name after repair
   * alone, is found by that name. The images of a partition must be read before the next one is asked for.
   *
   * @param onReplaced called for an expectation that a later one of the same image, or of its whole product, takes the place of
   */
  async *findings(
    signal: AbortSignal | undefined,
    onReplaced?: () => void,
  ): AsyncGenerator<Iterable<ComparedImage<Ref>>, void, void> {
    const both = async (partition: number) => ({
      expected: await this.#expected.textsOf(partition, 'latin1'),
      held: await this.#held.textsOf(partition, 'latin1'),
    });
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
    for await (const { expected, held } of mapOneAhead(partitions, both, { signal })) {
      signal?.throwIfAborted();
      const compared = new ComparedPartition<Ref>(expected, onReplaced);
      yield compared.comparedWith(held);
      this.heldAgain += compared.heldAgain;
    }
  }

  /** Removes the files. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const side of [this.#expected, this.#held]) await side[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true });
  }
}

const NOT_ASCII = /[\u0080-\u00ff]/;

/** All images of a product are in one partition. */
export const partitionOf = (productId: string): number => (hashOfText(productId) >>> 0) % PARTITIONS;
