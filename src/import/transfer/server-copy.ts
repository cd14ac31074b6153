import { Unreadable } from '../../image/read/unreadable.ts';
import type { Patience } from '../../service/patience.ts';
import { isImageSearchError } from '../../shared/image-search-error.ts';
import type { Issue } from '../../shared/issue.ts';
import type { ObjectSource, ObjectStore, StoredObject } from '../../shared/object-store.ts';
import { InventorySource } from '../../sources/inventory/inventory-source.ts';
import { concernsObjectAlone } from '../../storage/object-refusal.ts';
import { OssStore } from '../../storage/oss-store.ts';
import { ofOneImage } from './source-image.ts';
import { copyDenied } from './transfer-issues.ts';
import type { TransferSettings } from './transfer-options.ts';

/** What became of one copy. When it was not made, the image has to go through this machine. */
export interface CopyResult {
  readonly isMade: boolean;
  readonly issues: readonly Issue[];
}

const NOT_MADE: CopyResult = { isMade: false, issues: [] };

/** Copies images from bucket to bucket inside OSS, so that their bytes do not pass through this machine. */
export class ServerCopy {
  readonly #source: OssStore;
  readonly #target: OssStore;
  readonly #patience: Patience;
  readonly #settings: Pick<TransferSettings, 'putIfAbsent' | 'dryRun'>;
  #isDenied = false;

  private constructor(source: OssStore, target: OssStore, patience: Patience, settings: TransferSettings) {
    this.#source = source;
    this.#target = target;
    this.#patience = patience;
    this.#settings = settings;
  }

  /** Undefined where OSS cannot copy from the source by itself. */
  static between(
    source: ObjectSource,
    target: ObjectStore,
    patience: Patience,
    settings: TransferSettings,
  ): ServerCopy | undefined {
    const from = source instanceof InventorySource ? source.of : source;
    return target instanceof OssStore && target.canCopyFrom(from)
      ? new ServerCopy(from, target, patience, settings)
      : undefined;
  }

  /**
   * Copies this version of an object. No copy is made where OSS refuses to read the source for the target's account, which is
   * told once and then not tried again, and where OSS refuses this object: what goes through this machine shows why.
   *
   * @throws {Unreadable} for an object that is gone or was replaced, {ImageSearchError} when the target cannot be used
   */
  async copy(object: StoredObject, key: string, signal: AbortSignal): Promise<CopyResult> {
    const { putIfAbsent: onlyNew, dryRun } = this.#settings;
    if (this.#isDenied) return NOT_MADE;
    if (dryRun) return { isMade: true, issues: [] };
    const copy = () => this.#target.copyFrom(this.#source, object, key, { signal, onlyNew });
    try {
      await this.#patience.run(copy, { signal });
      return { isMade: true, issues: [] };
    } catch (error) {
      signal.throwIfAborted();
      if (!isImageSearchError(error)) throw error;
      if (ofOneImage(error)) throw new Unreadable(error);
      if (concernsObjectAlone(error)) return NOT_MADE;
      if (error.code !== 'AccessDenied') throw error;
      const wasDenied = this.#isDenied; // by a copy at the same time
      this.#isDenied = true;
      return wasDenied ? NOT_MADE : { isMade: false, issues: [copyDenied(this.#source, error)] };
    }
  }
}
