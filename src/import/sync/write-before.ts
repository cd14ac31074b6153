import { rename } from 'node:fs/promises';
import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import { JsonLinesWriter } from '../../shared/json-lines-file.ts';
import { PART } from '../../shared/whole-file.ts';
import type { Difference } from './difference.ts';

/** What the gallery held of an image before a sync, and what the sync makes of it: a line of before.jsonl. */
export type BeforeLine = Pick<Difference, 'kind' | 'picName' | 'before' | 'fields'> & {
  readonly after: CatalogueEntry;
};

/** Writes down what the gallery holds of every image that is going to be changed. The file appears whole or not at all. */
export async function writeBefore(path: string, differences: AsyncIterable<Difference>): Promise<void> {
  const file = await JsonLinesWriter.create<BeforeLine>(path + PART);
  try {
    for await (const { kind, picName, before, fields, entry } of differences)
      await file.add({ kind, picName, before, fields, after: entry });
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(path + PART, path);
}
