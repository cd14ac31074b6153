import { ImageValidator, type ImageVerdict } from '../../image/image-validator.ts';
import { Unreadable } from '../../image/read/unreadable.ts';
import { repairImage } from '../../image/repair/repair-image.ts';
import { isKey } from '../../service/addresses/object-key.ts';
import { keyIn } from '../../service/addresses/oss-address.ts';
import { type Issue, passes } from '../../shared/errors/issue.ts';
import type { ObjectSource, ObjectStore } from '../../shared/objects/object-store.ts';
import { PictureRoom } from '../prepare/picture-room.ts';
import { imageRenamed, imageRepaired } from '../prepare/repair-issues.ts';
import { isSame, putImage } from '../prepare/store-image.ts';
import { keyInvalid } from '../prepare/upload-issues.ts';
import { repairedName } from '../repaired-name.ts';
import type { ServerCopy } from '../source/server-copy.ts';
import { SourceImage } from '../source/source-image.ts';
import type { SourceTraits } from '../source/source-traits.ts';
import type { TransferImage } from './plan-transfer.ts';
import { keyExists } from './transfer-issues.ts';
import type { TransferSettings } from './transfer-options.ts';
import type { TransferOutcome } from './transfer-outcome.ts';

export interface CarryOptions {
  readonly source: Pick<ObjectSource, 'read'>;
  readonly traits: SourceTraits;
  /** Undefined where every image goes through this machine. */
  readonly copies: ServerCopy | undefined;
  readonly target: ObjectStore;
  readonly settings: TransferSettings;
}

/** An image that passed, and where it goes. */
interface ReadyImage {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly issues: readonly Issue[];
}

/** Carries images from the source to the target: each is checked before it is moved, and what is refused is not moved. */
export class ImageCarrier {
  readonly #options: CarryOptions;
  readonly #validator: ImageValidator;
  readonly #room = new PictureRoom();

  constructor(options: CarryOptions) {
    const { serviceType, limits } = options.settings;
    this.#options = options;
    this.#validator = new ImageValidator({ serviceType, limits });
  }

  /**
   * Says what became of an image. Rejects with the signal's reason when aborted.
   *
   * @throws {ImageSearchError} when source or target cannot be used, or this machine is short of open files or memory
   */
  async carry(planned: TransferImage, signal: AbortSignal): Promise<TransferOutcome> {
    const { source, traits } = this.#options;
    let image = planned;
    if (!passes(image.issues)) return outcomeOf(image, 'refused', image.issues);
    const { source: key, name } = image;
    try {
      const read = new SourceImage({ source, key, name, traits, signal });
      let verdict: ImageVerdict = await read.check(this.#validator);
      if (verdict.ok) {
        const copy = await this.#copy(image, read, verdict.issues, signal);
        if ('status' in copy) return copy;
        image = { ...image, issues: [...image.issues, ...copy.issues] };
        const bytes = await read.load();
        verdict = await this.#validator.validate(bytes, { name, signal });
        const issues = [...image.issues, ...verdict.issues];
        if (verdict.ok) return await this.#store(image, { key: image.key, bytes, issues }, signal);
      }
      if (!this.#options.settings.repair)
        return outcomeOf(image, 'refused', [...image.issues, ...verdict.issues]);
      const repaired = await this.#room.use(verdict.facts, async () =>
        this.#repaired(image, await read.load(), signal),
      );
      return passes(repaired.issues)
        ? await this.#store(image, repaired, signal)
        : outcomeOf(image, 'refused', repaired.issues);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return outcomeOf(image, 'failed', [...image.issues, error.issue]);
    }
  }

  /** The outcome of an image that OSS copies by itself, or has already; else why it goes through this machine. */
  async #copy(
    image: TransferImage,
    { version }: SourceImage,
    found: readonly Issue[],
    signal: AbortSignal,
  ): Promise<TransferOutcome | { readonly issues: readonly Issue[] }> {
    const { copies } = this.#options;
    if (copies === undefined || version === undefined) return { issues: [] };
    const { stored, issues: told } = await copies.copy(version, image, signal);
    if (stored === undefined) return { issues: told };
    const outcome = outcomeOf(image, stored, [...image.issues, ...found]);
    return { ...outcome, bytes: version.bytes, ...(stored === 'sent' && { isCopied: true }) };
  }

  /** The image after its repair. A repair that changes the format changes the name, too. */
  async #repaired(image: TransferImage, bytes: Uint8Array, signal: AbortSignal): Promise<ReadyImage> {
    signal.throwIfAborted();
    const { serviceType, limits, prefix } = this.#options.settings;
    const { name } = image;
    const repair = await repairImage(bytes, { serviceType, limits, warnings: 'leave', name, signal });
    const { image: made, after, issues: left } = repair;
    if (made === null || !after?.ok || after.facts === null)
      return { key: image.key, bytes, issues: [...image.issues, ...left] };
    const fitting = repair.name === name ? name : repairedName(name, after.facts.format);
    const key = keyIn(prefix, fitting);
    const issues = [
      ...image.issues,
      ...(fitting === name ? [] : [imageRenamed(name, fitting)]),
      imageRepaired(repair, after.facts),
      ...left,
      ...(isKey(key) ? [] : [keyInvalid(key)]),
    ];
    return { key, bytes: made, issues };
  }

  async #store(image: TransferImage, ready: ReadyImage, signal: AbortSignal): Promise<TransferOutcome> {
    const { target, settings } = this.#options;
    const { key, bytes, issues } = ready;
    const done = (status: TransferOutcome['status'], more: readonly Issue[] = []): TransferOutcome => ({
      ...outcomeOf({ ...image, key }, status, [...issues, ...more]),
      bytes: more.length === 0 ? bytes.length : null,
    });
    if (key === image.key && isSame(image.present, bytes)) return done('present');
    if (settings.putIfAbsent) {
      const stored = await target.putIfAbsent?.(key, bytes, { signal });
      if (stored === undefined) return done('refused', [keyExists(key)]);
      return done('sent'); // of what was there before, the plan knows: the same bytes are of an answer that was lost
    }
    const refusal = await putImage({ key, bytes }, target, signal);
    return refusal === undefined ? done('sent') : done('failed', [refusal]);
  }
}

const outcomeOf = (
  { source, key }: TransferImage,
  status: TransferOutcome['status'],
  issues: TransferOutcome['issues'],
): TransferOutcome => ({ source, key, status, bytes: null, issues });
