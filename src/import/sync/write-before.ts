import { rename } from 'node:fs/promises';
import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { JsonLinesWriter } from '../../shared/files/json-lines-file.ts';
import { PART } from '../../shared/files/whole-file.ts';
import type { BucketEtag } from './bucket-etag.ts';
import type { Difference } from './difference.ts';

/** What the gallery held of an image before a sync, and what the sync makes of it: a line of before.jsonl. */
export type BeforeLine = Pick<Difference, 'kind' | 'picName' | 'before' | 'fields'> & {
  /** Of its object, by which a picture is known that was overwritten; undefined also where the picture stays. */
  readonly etag?: BucketEtag;
  readonly after: CatalogueEntry;
};

interface WritingOptions {
  readonly etagOf: (picName: string, signal: AbortSignal) => Promise<BucketEtag>;
  /** Whether a call of UpdateImage is made, which leaves the picture alone. */
  readonly isUpdated: (difference: Difference) => boolean;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

/** Writes down what the gallery holds of every image that is going to be changed. The file appears whole or not at all. */
export async function writeBefore(
  path: string,
  differences: AsyncIterable<Difference>,
  { etagOf, isUpdated, concurrency, signal }: WritingOptions,
): Promise<void> {
  const lineOf = async (difference: Difference, inner: AbortSignal): Promise<BeforeLine> => {
    const { kind, picName, before, fields, entry } = difference;
    const staysInBucket = before === null || isUpdated(difference);
    const etag = staysInBucket ? undefined : await etagOf(picName, inner);
    return { kind, picName, before, fields, etag, after: entry };
  };
  const file = await JsonLinesWriter.create<BeforeLine>(path + PART);
  try {
    for await (const line of mapConcurrent(differences, lineOf, { concurrency, signal }))
      await file.add(line);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(path + PART, path);
}
