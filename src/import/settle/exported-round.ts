import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { shortageOf } from '../../shared/errors/shortage.ts';
import { GalleryComparison } from '../compare/gallery-comparison.ts';
import { readLedger } from '../ledger.ts';
import type { Services } from '../open-services.ts';
import { PARTITIONS } from '../plan/partitioned-lines.ts';
import { PartitionedValues } from '../plan/partitioned-values.ts';
import type { Shard } from '../state/shard.ts';
import type { ExportedShard } from './exported-shard.ts';

type DoubtfulLine = readonly [shard: number, line: number];

interface ExportingOptions extends Pick<Services, 'gallery' | 'galleryPatience'> {
  readonly pollDelay: ((n: number) => number) | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Compares the lines of all shards of a round with one export of the gallery. What it does not confirm goes to the disk, and
 * comes back shard by shard.
 */
export class ExportedRound implements AsyncDisposable {
  readonly #folder: string;
  readonly #doubtful: PartitionedValues<DoubtfulLine>;
  #trouble: ImageSearchError | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#doubtful = new PartitionedValues(join(folder, 'doubtful'));
  }

  /**
   * @param shards those whose entries have no outcome yet, and whose tasks are over
   * @param work an existing folder
   */
  static async read(
    shards: Iterable<Shard>,
    options: ExportingOptions,
    work: string,
  ): Promise<ExportedRound> {
    const folder = join(work, 'export');
    await rm(folder, { recursive: true, force: true }); // of a run that was killed
    await mkdir(folder, { recursive: true });
    const round = new ExportedRound(folder);
    try {
      await round.#compare(shards, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isImageSearchError(error) || shortageOf(error) !== undefined) throw error;
      round.#trouble = error;
    }
    return round;
  }

  async of({ number }: Shard): Promise<ExportedShard> {
    const doubtful = new Set<number>();
    for await (const block of this.#doubtful.read(number % PARTITIONS))
      for (const [shard, line] of block) if (shard === number) doubtful.add(line);
    return { doubtful, trouble: this.#trouble };
  }

  /** Removes the files. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#doubtful[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #compare(
    shards: Iterable<Shard>,
    { gallery, galleryPatience, pollDelay, signal }: ExportingOptions,
  ): Promise<void> {
    await using comparison = await GalleryComparison.create<DoubtfulLine>(this.#folder);
    let lines = 0;
    for (const shard of shards) {
      for await (const { record, line, failure } of readLedger(shard.ledger)) {
        if (record.picName === undefined || failure !== undefined) continue;
        comparison.expect({ record, comparesContent: false, ref: [shard.number, line] });
        lines += 1;
      }
    }
    if (lines === 0) return;
    const images = gallery.exportPatiently(galleryPatience, { whenRunning: 'wait', pollDelay, signal });
    for await (const batch of images.batches()) batch.handTo(comparison);
    for await (const images of comparison.findings(signal)) {
      for (const { finding, expected } of images) {
        const line = expected?.ref;
        if (finding.kind !== 'as expected' && line !== undefined)
          this.#doubtful.add(line[0] % PARTITIONS, line);
      }
    }
  }
}
