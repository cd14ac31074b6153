import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { checkName } from '../image/check-image.ts';
import type { ImageValidator } from '../image/image-validator.ts';
import type { MetaRecord } from '../meta/meta-record.ts';
import type { RecordCheck } from '../meta/rules/check-record.ts';
import { objectKeyOf, type PicNameBase } from '../meta/rules/pic-name.ts';
import { type Issue, passes } from '../shared/issue.ts';
import { loneSurrogate } from '../shared/lone-surrogate.ts';
import { isKey } from '../storage/object-key.ts';
import type { ImageUpload } from '../storage/upload-images.ts';
import type { EntryOutcome, ImportAccount } from './entry-outcome.ts';
import type { PlannedEntry } from './plan-entries.ts';
import type { ReplacedDeletes } from './replaced-deletes.ts';

/** An entry that passed: its line to be, and the upload that must come before; a DELETE has none. */
export interface AcceptedEntry extends ImageUpload {
  readonly status: 'accepted';
  readonly entry: PlannedEntry;
  readonly record: MetaRecord;
  /** Warnings. */
  readonly issues: readonly Issue[];
}

/** An entry that goes no further: it is wrong, or an ADD of the same image replaces it. */
export interface StoppedEntry {
  readonly status: 'refused' | 'replaced';
  readonly entry: PlannedEntry;
  readonly issues: readonly Issue[];
}

export interface EntryChecks {
  readonly validator: ImageValidator;
  readonly meta: RecordCheck;
  /** Of images, on this machine. */
  readonly images: string;
  /** Of increment.meta, in the bucket. */
  readonly folder: string;
  readonly picNameBase: PicNameBase;
}

/** Checks the image of an entry whose line may be imported. */
export async function checkEntry(
  entry: PlannedEntry,
  checks: EntryChecks,
  signal: AbortSignal,
): Promise<AcceptedEntry | StoppedEntry> {
  const { record, issues, image } = entry;
  const refused = (all: readonly Issue[]) => ({ status: 'refused', entry, issues: all }) as const;
  if (record === undefined) return refused(issues);
  if (entry.replacedBy !== undefined) return { status: 'replaced', entry, issues };
  const accepted = { status: 'accepted', entry, record } as const;
  if (record.operationType === 'DELETE') return { ...accepted, issues, source: null, key: '' };
  if (loneSurrogate(image ?? '') !== undefined) return refused([...issues, noFileName(image ?? '')]);
  const source = fileOf(checks.images, image ?? '');
  if (!isBelow(source, checks.images)) return refused([...issues, outside(image ?? '')]);
  const verdict = await checks.validator.validate(source, { signal });
  const { facts } = verdict;
  const ofBoth =
    verdict.ok && facts !== null
      ? [...checkName(facts, record.picName), ...checks.meta.checkSides(record, facts)]
      : [];
  const all = [...issues, ...verdict.issues, ...ofBoth];
  if (!passes(all)) return refused(all);
  const key = objectKeyOf(checks.picNameBase, checks.folder, record.picName);
  if (!isKey(key)) return refused([...all, keyInvalid(key)]);
  return { ...accepted, issues: all, source, key };
}

/**
 * Lets through what is accepted, tells the account of what is refused, and holds what an ADD replaces. Refuses another image
 * under a key that is taken.
 */
export async function* takeAccepted(
  entries: AsyncIterable<AcceptedEntry | StoppedEntry>,
  account: ImportAccount,
  replaced: ReplacedDeletes,
  metaKey: string,
): AsyncGenerator<AcceptedEntry, void, void> {
  const sources = new Map<string, ImageUpload['source']>([[metaKey, null]]);
  for await (const checked of entries) {
    account.supply();
    const { status, entry, issues } = checked;
    if (status === 'accepted' && !isTaken(checked, sources)) yield checked;
    else if (status === 'accepted')
      await account.tell(stopped(entry, 'refused', [keyTaken(checked.key), ...issues]));
    else if (status === 'refused') await account.tell(stopped(entry, status, issues));
    else await replaced.hold(entry);
  }
}

function isTaken({ source, key }: AcceptedEntry, sources: Map<string, ImageUpload['source']>): boolean {
  if (source === null) return false;
  if (sources.has(key)) return sources.get(key) !== source;
  sources.set(key, source);
  return false;
}

/** What is told of an entry that is not submitted. */
export const stopped = (
  { place, productId, picName }: PlannedEntry,
  status: 'refused' | 'skipped',
  issues: readonly Issue[],
): EntryOutcome => ({ status, place, productId, picName, verified: false, issues });

/** Catalogues from Windows write `\\` between folders; elsewhere a file may have one in its name. */
function fileOf(images: string, image: string): string {
  const literal = resolve(images, image);
  return image.includes('\\') && !existsSync(literal)
    ? resolve(images, image.replaceAll('\\', '/'))
    : literal;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const outside = (image: string): Issue => ({
  code: 'UPLOAD_SOURCE_OUTSIDE',
  severity: 'error',
  path: ['image'],
  message: `The image ${JSON.stringify(image)} lies outside the folder of images: a catalogue may name only what is in it`,
});

/** Node would look for a file with U+FFFD in its name instead. */
const noFileName = (image: string): Issue => ({
  code: 'UPLOAD_SOURCE_UNREADABLE',
  severity: 'error',
  path: ['image'],
  message: `The image ${JSON.stringify(image)} cannot be read as its name has half of a surrogate pair, which no name of a file has: export the catalogue as UTF-8 anew`,
});

const keyInvalid = (key: string): Issue => ({
  code: 'UPLOAD_KEY_INVALID',
  severity: 'error',
  path: ['picName'],
  message: `The object's key would have ${Buffer.byteLength(key)} bytes: OSS takes 1 to 1023, and no leading slash`,
});

const keyTaken = (key: string): Issue => ({
  code: 'UPLOAD_KEY_TAKEN',
  severity: 'error',
  path: ['picName'],
  message: `Another file is to be stored as ${JSON.stringify(key)} already: give one of them another PicName`,
});
