import { mkdir } from 'node:fs/promises';
import { isHiddenPath, isSystemFile } from '../../catalogue/folder/system-files.ts';
import { META_FILE_NAME } from '../../meta/model/meta-file-name.ts';
import { PicNameCheck } from '../../meta/rules/pic-name-check.ts';
import { isKey } from '../../service/addresses/object-key.ts';
import { keyIn } from '../../service/addresses/oss-address.ts';
import { callCaller } from '../../shared/errors/callers-code.ts';
import { assertConserved } from '../../shared/errors/conservation.ts';
import { type Issue, passes } from '../../shared/errors/issue.ts';
import { JsonLinesWriter, readJsonLinesFile } from '../../shared/files/json-lines-file.ts';
import type { ListedObject, ObjectSource, ObjectStore } from '../../shared/objects/object-store.ts';
import { Beside } from '../plan/beside.ts';
import { EntryKeys, type KeyFact } from '../plan/entry-keys.ts';
import { entriesFile, keysFile, type PresentObject } from '../plan/planned-entry.ts';
import { keyInvalid } from '../prepare/upload-issues.ts';
import { nameBy } from './image-layout.ts';
import { keyTaken } from './transfer-issues.ts';
import type { TransferSettings } from './transfer-options.ts';
import type { PlannedTransfer } from './transfer-state.ts';

/** An image of the source, with every issue of its key. */
export interface TransferImage {
  /** From 1, in the order of the listing. */
  readonly number: number;
  /** The key in the source. */
  readonly source: string;
  /** The name at the target, below the prefix: what Image Search is to take as PicName. */
  readonly name: string;
  readonly key: string;
  readonly issues: readonly Issue[];
  /** The object that the target had under the key, when it was asked. */
  readonly present?: PresentObject | undefined;
}

const IMAGES_IN_A_REPORT = 100;

/**
 * Lists the source as a whole, so that it is known how much there is to do and which images would get one key. Everything
 * goes to the disk: memory does not grow with the source.
 */
export async function planTransfer(
  { source, target }: { readonly source: Pick<ObjectSource, 'list'>; readonly target: ObjectStore },
  work: string,
  settings: TransferSettings,
): Promise<PlannedTransfer> {
  const { sourcePrefix, prefix, signal, onProgress } = settings;
  const asksTarget = settings.skipUnchanged || settings.putIfAbsent || settings.dryRun;
  await mkdir(work, { recursive: true });
  const metaKey = keyIn(prefix, META_FILE_NAME);
  await using keys = await EntryKeys.create({ work, metaKey, isSameImage: () => false });
  const counts = { images: 0, leftOut: 0 };
  let [listed, listedAtTarget] = [0, 0];
  const report = (isOver: boolean) =>
    onProgress({ stage: 'listing', done: listed, of: undefined, taskId: undefined, isOver });
  const entries = await JsonLinesWriter.create<TransferImage>(entriesFile(work));
  try {
    const plan = planner(settings);
    const folder = folderOf(settings);
    for await (const object of source.list(sourcePrefix, { signal })) {
      listed += 1;
      if (listed % IMAGES_IN_A_REPORT === 0) report(false);
      const isWanted = isImage(object.key.slice(folder.length)) && callFilter(settings, object);
      counts[isWanted ? 'images' : 'leftOut'] += 1;
      if (!isWanted) continue;
      const image = plan(object, counts.images);
      if (passes(image.issues))
        keys.add(image.key, image.source, { number: image.number, line: image.number });
      await entries.add(image);
    }
    await entries.sync();
  } finally {
    await entries.close();
  }
  report(true);
  if (asksTarget && keys.prefix !== undefined)
    for await (const object of target.list(keys.prefix, { signal })) {
      listedAtTarget += 1;
      keys.addObject(object);
    }
  const facts = await JsonLinesWriter.create<KeyFact>(keysFile(work));
  try {
    for await (const fact of keys.facts(signal)) await facts.add(fact);
    await facts.sync();
  } finally {
    await facts.close();
  }
  assertConserved('planTransfer', listed, counts);
  return { listed, ...counts, listedAtTarget };
}

/** The images of the plan in their order, with what their keys have together. */
export async function* plannedImages(work: string): AsyncGenerator<TransferImage, void, void> {
  const facts = await Beside.open<KeyFact>(keysFile(work));
  try {
    for await (const image of readJsonLinesFile<TransferImage>(entriesFile(work))) {
      const [fact] = facts.has(image.number) ? await facts.take(image.number) : [];
      const taken = fact?.takenBy === undefined ? [] : [keyTaken(image.key, fact.takenBy?.number)];
      yield { ...image, present: fact?.present, issues: [...image.issues, ...taken] };
    }
    facts.assertEnd();
  } finally {
    await facts.close();
  }
}

/** Names images and checks their keys, by what Image Search takes as PicName and OSS as a key. */
function planner(settings: TransferSettings) {
  const { prefix, keys, serviceType, signal } = settings;
  const names = new PicNameCheck(prefix, { serviceType });
  const folder = folderOf(settings);
  return ({ key: source }: ListedObject, number: number): TransferImage => {
    const name = nameBy(keys, source.slice(folder.length), signal);
    const key = keyIn(prefix, name);
    const ofName = names.issuesOf(name);
    return { number, source, name, key, issues: isKey(key) ? ofName : [...ofName, keyInvalid(key)] };
  };
}

/** The folder that names are relative to. */
const folderOf = ({ sourcePrefix }: Pick<TransferSettings, 'sourcePrefix'>): string =>
  sourcePrefix.slice(0, sourcePrefix.lastIndexOf('/') + 1);

/**
 * Whether an object is an image by its path below the folder that is uploaded: no folder, nothing hidden, and none of what systems
 * and people leave beside images. A folder that was named is meant, also where its own name begins with a dot.
 */
const isImage = (path: string): boolean =>
  path !== '' && !path.endsWith('/') && !isSystemFile(path) && !isHiddenPath(path);

const callFilter = ({ isWanted, signal }: TransferSettings, object: ListedObject): boolean =>
  callCaller(`'filter' threw for "${object.key}"`, () => isWanted(object), signal);
