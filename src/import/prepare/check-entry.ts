import { checkName } from '../../image/check-image.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import { asAddImageHasIt } from '../../meta/rules/add-image-severities.ts';
import type { RecordCheck } from '../../meta/rules/check-record.ts';
import { isKey } from '../../service/addresses/object-key.ts';
import { type Issue, passes } from '../../shared/errors/issue.ts';
import type { ImageNumbers } from '../entry-outcome.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';
import type { CopyableImage } from './checked-image.ts';
import type { EntryImages } from './entry-images.ts';
import type { EntryRepairs } from './repair-entry.ts';
import { keyInvalid } from './upload-issues.ts';

/** An entry that passed, with the record of its line. */
export interface AcceptedEntry {
  readonly status: 'accepted';
  readonly entry: PlannedEntry;
  readonly record: MetaRecord;
  /** The image as it was supplied; undefined for a DELETE. */
  readonly supplied?: ImageNumbers | undefined;
  /** Warnings alone. */
  readonly issues: readonly Issue[];
  /** What is uploaded before the line is submitted; null for a DELETE. */
  readonly image: {
    /** The very bytes that were checked; null of an image that OSS may copy by itself. */
    readonly bytes: Uint8Array | null;
    readonly copyable?: CopyableImage | undefined;
    /** Of the object in the bucket. Empty when nothing is stored. */
    readonly key: string;
    /** Whether they were read from that very object, so that there is nothing to send. */
    readonly isPresent: boolean;
  } | null;
}

/** An entry that goes no further: it, or its image, is wrong. */
export interface RefusedEntry {
  readonly status: 'refused';
  readonly entry: PlannedEntry;
  readonly issues: readonly Issue[];
  /** The image as it was supplied, where it was read. */
  readonly supplied?: ImageNumbers | undefined;
  /** Whether the reason may pass, such as a network that broke. */
  readonly mayPass?: boolean | undefined;
}

export interface EntryChecks {
  readonly images: Pick<EntryImages, 'check'>;
  /** Undefined when images that break a rule are refused. */
  readonly repairs: EntryRepairs | undefined;
  readonly meta: RecordCheck;
  /** The key of an image in the bucket. Undefined when none is stored. */
  readonly keyOf: ((picName: string) => string) | undefined;
}

/** Checks the image of an entry whose line may be imported, and repairs it if that is wanted. */
export async function checkEntry(
  entry: PlannedEntry,
  { images, repairs, meta, keyOf }: EntryChecks,
  signal: AbortSignal,
): Promise<AcceptedEntry | RefusedEntry> {
  const { record } = entry;
  const isCall = keyOf === undefined && record !== undefined; // nothing is stored
  const issues = isCall ? asAddImageHasIt(entry.issues) : entry.issues; // what made no record stays an error
  const refused = (all: readonly Issue[], of: Pick<RefusedEntry, 'supplied' | 'mayPass'> = {}) =>
    ({ status: 'refused', entry, issues: all, ...of }) as const;
  if (record === undefined || !passes(issues)) return refused(issues);
  if (record.operationType === 'DELETE') return { status: 'accepted', entry, record, issues, image: null };
  const image = await images.check(entry, signal);
  const { facts, storedAs } = image;
  const supplied = facts === null ? undefined : pickNumbers(facts);
  const ofSides = facts === null ? [] : meta.checkSides(record, facts);
  // The file's own name was checked with the image, and says the same.
  const ofName = facts === null || !passes(image.issues) ? [] : checkName(facts, record.picName);
  const found = [...image.issues, ...ofName, ...ofSides];
  const isInPlace = keyOf !== undefined && storedAs === keyOf(record.picName);
  const asIs = { record, bytes: image.bytes, issues: [...issues, ...found] };
  const isToRepair = repairs !== undefined && !passes(found) && passes(ofSides);
  const ready = isToRepair ? await repairs.repair({ record, image, issues, isInPlace }, signal) : asIs;
  const copyable = isToRepair ? undefined : image.copyable;
  if ((ready.bytes === null && copyable === undefined) || !passes(ready.issues))
    return refused(ready.issues, { supplied, mayPass: image.mayPass });
  const key = keyOf?.(ready.record.picName) ?? '';
  if (keyOf !== undefined && !isKey(key)) return refused([...ready.issues, keyInvalid(key)], { supplied });
  const upload = { bytes: ready.bytes, copyable, key, isPresent: isInPlace && !isToRepair };
  return { status: 'accepted', entry, record: ready.record, issues: ready.issues, image: upload, supplied };
}

const pickNumbers = ({ bytes, width, height }: ImageNumbers): ImageNumbers => ({ bytes, width, height });
