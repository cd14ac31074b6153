import type { ImportOptions } from '../import-options.ts';
import { optionsAsTaken } from './batch-options.ts';
import { IngestBatch } from './ingest-batch.ts';
import type { IngesterSettings } from './ingester-options.ts';

/** A batch that an earlier process has not brought in, and the options by which it is imported. */
export interface LeftBatch {
  readonly number: number;
  readonly batch: IngestBatch;
  readonly options: ImportOptions;
}

/**
 * The batches that an earlier process has left in a state, oldest first.
 *
 * @throws {TypeError} when the images of a batch are in a source that this ingester was not given
 */
export async function leftBatches(state: string, settings: IngesterSettings): Promise<readonly LeftBatch[]> {
  const left: LeftBatch[] = [];
  for (const [number, batch] of await IngestBatch.left(state)) {
    const taken = await batch.options();
    const options = taken === undefined ? settings.importing : optionsAsTaken(taken, settings, batch.folder);
    left.push({ number, batch, options });
  }
  return left;
}
