import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf } from '../compare/compared-line.ts';
import { partitionOf } from '../compare/gallery-comparison.ts';
import type { EntryOutcome } from '../entry-outcome.ts';
import { PartitionedValues } from '../plan/partitioned-values.ts';
import { isRenamed } from '../settle/replaced-deletes.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import { JOURNAL } from '../state/import-state.ts';
import { ImportTally } from '../state/import-tally.ts';
import { outcomeFile } from '../state/outcome-files.ts';
import { readFacts } from '../state/read-facts.ts';
import { importFolder } from './sync-state.ts';

type Names = readonly [productId: string, picName: string];

/**
 * The images of a sync that its import has given other names, as repaired images need them at times. While an import that
 * repairs is not over, any image may be one, since the service may have it before its outcome is told. To be asked in the order
 * of the plan, which has a partition of products after the other: one of them is in memory.
 */
export class RenamedImages implements AsyncDisposable {
  readonly #file: string;
  readonly #renamed: PartitionedValues<Names>;
  readonly #mayBeAny: boolean;
  #partition = -1;
  #names = new Set<string>();

  private constructor(file: string, mayBeAny: boolean) {
    this.#file = file;
    this.#mayBeAny = mayBeAny;
    this.#renamed = new PartitionedValues(file);
  }

  /**
   * @param state of the sync
   * @param work an existing folder for a temporary file
   */
  static async of(state: string, work: string, signal: AbortSignal | undefined): Promise<RenamedImages> {
    const images = new RenamedImages(join(work, 'renamed'), await isRepairing(importFolder(state), signal));
    const imported = outcomeFile(importFolder(state), 'imported');
    for await (const { value } of wholeLinesOf<EntryOutcome>(imported)) {
      const { productId, picName, issues } = value;
      if (productId !== null && picName !== null && isRenamed(issues))
        images.#renamed.add(partitionOf(productId), [productId, picName]);
    }
    return images;
  }

  /** @param picName as the entry names the image */
  async mayHave(productId: string, picName: string): Promise<boolean> {
    if (this.#mayBeAny) return true;
    const partition = partitionOf(productId);
    if (partition !== this.#partition) {
      this.#partition = partition;
      this.#names = new Set();
      for await (const block of this.#renamed.read(partition))
        for (const names of block) this.#names.add(keyOf(...names));
    }
    return this.#names.has(keyOf(productId, picName));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#renamed[Symbol.asyncDispose]();
    await rm(this.#file, { force: true });
  }
}

/** Whether an import that repairs images was begun, and is not over. */
async function isRepairing(folder: string, signal: AbortSignal | undefined): Promise<boolean> {
  if (!existsSync(join(folder, JOURNAL))) return false;
  const tally = new ImportTally();
  for await (const fact of readFacts(folder, signal)) tally.add(fact);
  return tally.begun?.repair === true && !tally.isOver;
}
