import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { checkName } from '../image/check-image.ts';
import type { ImageValidator } from '../image/image-validator.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import { objectKeyOf, type PicNameBase } from '../meta/model/pic-name.ts';
import type { RecordCheck } from '../meta/rules/check-record.ts';
import { type Issue, passes } from '../shared/issue.ts';
import { loneSurrogate } from '../shared/lone-surrogate.ts';
import { isKey } from '../storage/object-key.ts';
import type { ImageUpload } from '../storage/upload-images.ts';
import type { PlannedEntry } from './plan-entries.ts';

/** An entry that passed: the record of its line, and the upload that comes before it. A DELETE has nothing to upload. */
export interface AcceptedEntry extends ImageUpload {
  readonly status: 'accepted';
  readonly entry: PlannedEntry;
  readonly record: MetaRecord;
  /** Warnings alone. */
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
  /** The folder of images, on this machine. */
  readonly images: string;
  /** The folder of increment.meta, in the bucket. */
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
  if (loneSurrogate(image ?? '') !== undefined) return refused([...issues, sourceUnreadable(image ?? '')]);
  const source = fileOf(checks.images, image ?? '');
  if (!isBelow(source, checks.images)) return refused([...issues, sourceOutside(image ?? '')]);
  const verdict = await checks.validator.validate(source, { signal });
  const { facts } = verdict;
  const issuesOfBoth =
    verdict.ok && facts !== null
      ? [...checkName(facts, record.picName), ...checks.meta.checkSides(record, facts)]
      : [];
  const all = [...issues, ...verdict.issues, ...issuesOfBoth];
  if (!passes(all)) return refused(all);
  const key = objectKeyOf(checks.picNameBase, checks.folder, record.picName);
  if (!isKey(key)) return refused([...all, keyInvalid(key)]);
  return { ...accepted, issues: all, source, key };
}

/** Catalogues from Windows write `\\` between folders; elsewhere a file may have one in its name. */
function fileOf(images: string, image: string): string {
  const literal = resolve(images, image);
  return image.includes('\\') && !existsSync(literal)
    ? resolve(images, image.replaceAll('\\', '/'))
    : literal;
}

function isBelow(path: string, folder: string): boolean {
  const fromFolder = relative(folder, path);
  return fromFolder !== '..' && !fromFolder.startsWith(`..${sep}`) && !isAbsolute(fromFolder);
}

const sourceOutside = (image: string): Issue => ({
  code: 'UPLOAD_SOURCE_OUTSIDE',
  severity: 'error',
  path: ['image'],
  message: `The image ${JSON.stringify(image)} lies outside the folder of images: a catalogue may name only what is in it`,
});

/** Node would look for a file with U+FFFD in its name instead. */
const sourceUnreadable = (image: string): Issue => ({
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
