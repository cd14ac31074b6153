import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import { JsonLinesWriter } from '../../shared/files/json-lines-file.ts';
import { keyOf } from '../compare/compared-line.ts';
import { partitionOf } from '../compare/gallery-comparison.ts';
import type { EntryOutcome } from '../entry-outcome.ts';
import { PartitionedValues } from '../plan/partitioned-values.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import type { IsImageChanged } from './find-differences.ts';
import { importFolder } from './sync-state.ts';

type Names = Pick<GalleryImage, 'productId' | 'picName'>;

/** An image, as the catalogue names it, and what changes when its file, its object or its Region does. */
interface ImageMark extends Names {
  readonly mark: string;
}

export const marksFile = (state: string): string => join(state, 'images.jsonl');

/**
 * Notes the marks of a catalogue's images in the state of a sync, and compares them with those of an earlier one. Both files
 * have the images by partition, in the order in which a comparison finds them, so that one partition at a time is in memory.
 */
export class ImageMarks implements AsyncDisposable {
  readonly #file: JsonLinesWriter<ImageMark>;
  readonly #work: string;
  readonly #markOf: (image: string) => Promise<string | undefined>;
  readonly #earlier: AsyncIterator<{ readonly value: ImageMark }, void, void> | undefined;
  readonly #failed: PartitionedValues<Names>;
  #next: ImageMark | undefined;
  #partition = -1;
  #marks = new Map<string, string>();

  private constructor(
    file: JsonLinesWriter<ImageMark>,
    work: string,
    markOf: (image: string) => Promise<string | undefined>,
    previous: string | undefined,
  ) {
    this.#file = file;
    this.#work = work;
    this.#markOf = markOf;
    this.#failed = new PartitionedValues(work);
    if (previous !== undefined)
      this.#earlier = wholeLinesOf<ImageMark>(marksFile(previous))[Symbol.asyncIterator]();
  }

  /**
   * @param state the folder of this sync
   * @param previous that of an earlier one, which is over
   */
  static async create(
    state: string,
    previous: string | undefined,
    markOf: (image: string) => Promise<string | undefined>,
  ): Promise<ImageMarks> {
    const work = join(state, 'failed');
    const marks = new ImageMarks(await JsonLinesWriter.create(marksFile(state)), work, markOf, previous);
    if (previous !== undefined) await marks.#readFailed(previous);
    await marks.#takeNext();
    return marks;
  }

  /**
   * To be asked by partition, in their order. An image that the earlier sync has no mark of counts as changed: nobody knows
   * which bytes of it the gallery has.
   */
  readonly isChanged: IsImageChanged = async ({ productId, region }, { image, picName }) => {
    const bytes = image === null ? undefined : await this.#markOf(image);
    if (bytes === undefined) return false;
    const mark = region === undefined ? bytes : `${bytes} ${JSON.stringify(region)}`;
    await this.#file.add({ productId, picName, mark });
    if (this.#earlier === undefined) return false;
    const partition = partitionOf(productId);
    if (partition !== this.#partition) await this.#readPartition(partition);
    return this.#marks.get(keyOf(productId, picName)) !== mark;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#earlier?.return?.();
    await this.#file.close();
    await this.#failed[Symbol.asyncDispose]();
    await rm(this.#work, { force: true });
  }

  async #readPartition(partition: number): Promise<void> {
    this.#partition = partition;
    this.#marks = new Map();
    for (; this.#next !== undefined; await this.#takeNext()) {
      const { productId, picName, mark } = this.#next;
      const its = partitionOf(productId);
      if (its > partition) break;
      if (its === partition) this.#marks.set(keyOf(productId, picName), mark);
    }
    for await (const block of this.#failed.read(partition))
      for (const { productId, picName } of block) this.#marks.delete(keyOf(productId, picName));
  }

  async #takeNext(): Promise<void> {
    const next = await this.#earlier?.next();
    this.#next = next === undefined || next.done ? undefined : next.value.value;
  }

  /** What the earlier sync did not bring in, the gallery does not have: its mark does not count. */
  async #readFailed(previous: string): Promise<void> {
    for (const name of ['failed', 'refused']) {
      const outcomes = wholeLinesOf<EntryOutcome>(join(importFolder(previous), `${name}.jsonl`));
      for await (const { value } of outcomes) {
        const { productId, picName } = value;
        if (productId !== null && picName !== null)
          this.#failed.add(partitionOf(productId), { productId, picName });
      }
    }
  }
}
