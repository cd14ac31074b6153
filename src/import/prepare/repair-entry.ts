import { checkName } from '../../image/check-image.ts';
import type { ImageFacts } from '../../image/image-facts.ts';
import { Unreadable } from '../../image/read/unreadable.ts';
import type { ImageRepair, RepairImageOptions } from '../../image/repair/image-repair.ts';
import { repairImage } from '../../image/repair/repair-image.ts';
import type { AddRecord } from '../../meta/model/meta-record.ts';
import type { RecordCheck } from '../../meta/rules/check-record.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { repairedName } from '../repaired-name.ts';
import type { CheckedImage } from './checked-image.ts';
import { PictureRoom } from './picture-room.ts';
import { imageRenamed, imageRepaired, notLoaded, regionNotRepaired } from './repair-issues.ts';
import { repairedRegion } from './repaired-region.ts';

/** An ADD whose image breaks a rule. */
export interface EntryToRepair {
  readonly record: AddRecord;
  readonly image: CheckedImage;
  /** Of its line alone. */
  readonly issues: readonly Issue[];
  /** Whether the image is the very object that PicName leads to: the customer's original, which is not overwritten. */
  readonly isInPlace: boolean;
}

/** What a repair makes of an entry: its record, the bytes to upload and all its issues; no bytes when it is refused. */
export interface RepairedEntry {
  readonly record: AddRecord;
  readonly bytes: Uint8Array | null;
  readonly issues: readonly Issue[];
}

/** Repairs the images of entries, and changes in their records what no longer fits: PicName and Region. */
export class EntryRepairs {
  readonly #room = new PictureRoom();
  readonly #options: RepairImageOptions;
  readonly #meta: RecordCheck;

  constructor(
    { serviceType, limits }: Pick<RepairImageOptions, 'serviceType' | 'limits'>,
    meta: RecordCheck,
  ) {
    this.#options = { serviceType, limits, warnings: 'leave' };
    this.#meta = meta;
  }

  /**
   * What cannot be repaired is an issue. Rejects with the signal's reason when aborted.
   *
   * @throws {ImageSearchError} `SHARP_MISSING` when sharp is needed and not installed; as `EntryImages.check` does
   */
  async repair(entry: EntryToRepair, signal: AbortSignal): Promise<RepairedEntry> {
    const { bytes, readWhole, issues } = entry.image;
    const load = bytes === null ? readWhole : async () => bytes;
    if (load === undefined) {
      const isTooLarge = issues.some(({ code }) => code === 'IMAGE_TOO_LARGE');
      return refused(entry, isTooLarge ? [...issues, notLoaded()] : issues);
    }
    return this.#room.use(entry.image.facts, async () => {
      signal.throwIfAborted();
      try {
        return this.#repaired(entry, await repairImage(await load(), { ...this.#options, signal }));
      } catch (error) {
        if (error instanceof Unreadable) return refused(entry, [error.issue]);
        throw error;
      }
    });
  }

  #repaired(entry: EntryToRepair, repair: ImageRepair): RepairedEntry {
    const { record, issues } = entry;
    const { image: bytes, before, after, steps, issues: left } = repair;
    if (bytes === null || !after?.ok || after.facts === null) return refused(entry, left);
    if (record.region !== undefined && before.facts === null) return refused(entry, [regionNotRepaired()]);
    const fitting = fittingRecord(entry, repair, after.facts);
    const isRenamed = fitting.picName !== record.picName;
    const checked = this.#meta.check({ ...fitting }, 'record');
    const known = new Set(issues.map(({ code }) => code));
    const found = [
      ...(isRenamed ? [imageRenamed(record.picName, fitting.picName)] : []),
      ...(steps.length > 0 || !isRenamed ? [imageRepaired(repair, after.facts)] : []),
      ...left,
      ...checked.issues.filter(({ code }) => !known.has(code)),
    ];
    if (checked.record === undefined) return refused(entry, found);
    const ofLine = issues.filter(({ code }) => !isRenamed || code !== 'META_PIC_NAME_FORMAT');
    return { record: fitting, bytes, issues: [...ofLine, ...found] };
  }
}

/** The record with the PicName and the Region that the repaired image has. */
function fittingRecord(
  { record, isInPlace }: EntryToRepair,
  { before, steps }: ImageRepair,
  facts: ImageFacts,
): AddRecord {
  const { picName, region } = record;
  const keepsName = !isInPlace && checkName(facts, picName).length === 0;
  const named = { ...record, picName: keepsName ? picName : repairedName(picName, facts.format) };
  if (region === undefined || before.facts === null) return named;
  const isTurned = steps.some(({ code }) => code === 'IMAGE_REPAIRED_TURN');
  const orientation = isTurned ? before.facts.orientation : 1;
  return { ...named, region: repairedRegion(region, before.facts, facts, orientation) };
}

const refused = ({ record, issues }: EntryToRepair, found: readonly Issue[]): RepairedEntry => ({
  ...{ record, bytes: null },
  issues: [...issues, ...found],
});
