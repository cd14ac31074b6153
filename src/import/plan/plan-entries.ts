import type { CatalogueRow } from '../../catalogue/model/catalogue-entry.ts';
import { DuplicateFinder } from '../../meta/duplicates/duplicate-finder.ts';
import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import { objectKeyOf } from '../../meta/model/pic-name.ts';
import type { DuplicateCode } from '../../meta/rules/file-rules.ts';
import { isKey } from '../../service/addresses/object-key.ts';
import { keyIn } from '../../service/addresses/oss-address.ts';
import { JsonLinesWriter } from '../../shared/files/json-lines-file.ts';
import type { StoredObject } from '../../shared/objects/object-store.ts';
import { EntryKeys, type KeyFact } from './entry-keys.ts';
import { type EntriesRead, EntryReading, type EntryReadingOptions } from './entry-reading.ts';
import { type ImageFolder, isSameImage } from './image-file.ts';
import { LineNumbers } from './line-numbers.ts';
import {
  type EntryFinding,
  entriesFile,
  findingsFile,
  keysFile,
  type WrittenEntry,
} from './planned-entry.ts';
import { discardImage, originOf, type PlannedImage, planImage } from './planned-image.ts';

export interface PlanOptions extends EntryReadingOptions {
  /** An existing folder for temporary files. */
  readonly work: string;
  /** The folder of images. Undefined: no image is looked at, and none is uploaded. */
  readonly images: ImageFolder | undefined;
  /** Whether each image gets a key of its own in the bucket. @default true */
  readonly storesImages?: boolean | undefined;
  /** Lists the objects of the bucket whose keys begin with `prefix`. Undefined: nobody asks what is there already. */
  readonly listObjects?: ((prefix: string) => AsyncIterable<StoredObject>) | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads every row before anything is done for one of them, since the outcome of an entry may depend on a later entry. The
 * entries go to one file of the work folder, and what is found by comparing them to others, so that memory stays small. An
 * entry whose own line is refused is not compared. `plannedEntries` reads the files.
 */
export async function planEntries(
  rows: AsyncIterable<CatalogueRow>,
  options: PlanOptions,
): Promise<EntriesRead> {
  const { work, profile, images = '', folder } = options;
  const reading = new EntryReading(options);
  const metaKey = keyIn(folder, META_FILE_NAME);
  const isSame = (one: string, other: string) => isSameImage(images, one, other);
  using finder = new DuplicateFinder({ profile, temporaryFolder: work });
  using lines = new LineNumbers(work);
  await using keys = await EntryKeys.create({ work, metaKey, isSameImage: isSame });
  await writeAll(entriesFile(work), async (entries: JsonLinesWriter<WrittenEntry>) => {
    for await (const row of rows) {
      const line = reading.take(row);
      const entry = { ...line, image: await imageOf(row, line, options) };
      if (entry.record !== undefined) finder.add(entry.record, entry.number);
      addKey(keys, entry, options);
      lines.add(row.place.line);
      await entries.add(entry);
    }
  });
  lines.finish();
  const read = reading.finish();
  await writeFindings(finder, lines, options);
  await writeKeyFacts(keys, options);
  return read;
}

/** Reads a catalogue that was planned before, to see whether it is still the same. */
export async function readAgain(
  rows: AsyncIterable<CatalogueRow>,
  options: EntryReadingOptions,
): Promise<EntriesRead> {
  const reading = new EntryReading(options);
  for await (const row of rows) {
    reading.take(row);
    await discardImage(row.entry?.image);
  }
  return reading.finish();
}

/** Where the image of an ADD is that may be imported; null for any other entry. */
async function imageOf(
  { entry }: CatalogueRow,
  { number, record }: Omit<WrittenEntry, 'image'>,
  { work, images, signal }: PlanOptions,
): Promise<PlannedImage | null> {
  if (images === undefined) return null;
  if (record?.operationType === 'ADD') return planImage(entry?.image, number, { work, signal });
  await discardImage(entry?.image);
  return null;
}

/** Adds the key under which the image of an entry is to be stored, if it can be stored there. */
function addKey(
  keys: EntryKeys,
  { number, place: { line }, record, image }: WrittenEntry,
  { picNameBase, folder, storesImages = true }: PlanOptions,
): void {
  if (!storesImages) return;
  const origin = image === null ? undefined : originOf(image);
  if (record?.operationType !== 'ADD' || origin === undefined) return;
  const key = objectKeyOf(picNameBase, folder, record.picName);
  if (isKey(key)) keys.add(key, origin, { number, line });
}

async function writeFindings(
  finder: DuplicateFinder,
  lines: LineNumbers,
  { work, signal }: PlanOptions,
): Promise<void> {
  await writeAll(findingsFile(work), async (findings: JsonLinesWriter<EntryFinding>) => {
    for await (const { line: number, otherLine: other, code, severity, path } of finder.issues(signal)) {
      if (other === undefined) throw new Error(`Defect in DuplicateFinder: ${code} names no other line`);
      const line = lines.lineOf(other);
      await findings.add({
        ...{ number, other: { number: other, line }, severity, path },
        code: code as DuplicateCode, // a finder tells no other
      });
    }
  });
}

/** Nothing is listed for a catalogue that stores no image. */
async function writeKeyFacts(keys: EntryKeys, { work, listObjects, signal }: PlanOptions): Promise<void> {
  if (listObjects !== undefined && keys.prefix !== undefined)
    for await (const object of listObjects(keys.prefix)) keys.addObject(object);
  await writeAll(keysFile(work), async (facts: JsonLinesWriter<KeyFact>) => {
    for await (const fact of keys.facts(signal)) await facts.add(fact);
  });
}

async function writeAll<T extends object>(
  path: string,
  write: (file: JsonLinesWriter<T>) => Promise<void>,
): Promise<void> {
  const file = await JsonLinesWriter.create<T>(path);
  try {
    await write(file);
  } finally {
    await file.close();
  }
}
