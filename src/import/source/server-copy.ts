import { Unreadable } from '../../image/read/unreadable.ts';
import type { Patience } from '../../service/patience.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import type { ObjectSource, ObjectStore, StoredObject } from '../../shared/objects/object-store.ts';
import { InventorySource } from '../../sources/inventory/inventory-source.ts';
import { concernsObjectAlone } from '../../storage/object-refusal.ts';
import { OssStore } from '../../storage/oss-store.ts';
import type { PresentObject } from '../plan/planned-entry.ts';
import { ofOneImage } from './source-image.ts';

/** How OSS copies. */
export interface CopySettings {
  /** Whether an object that is there stays. */
  readonly putIfAbsent: boolean;
  readonly dryRun: boolean;
}

/** What became of one copy: undefined where it was not made, and the image has to go through this machine. */
export interface CopyResult {
  readonly stored: 'sent' | 'present' | undefined;
  readonly issues: readonly Issue[];
}

const NOT_MADE: CopyResult = { stored: undefined, issues: [] };

/** Copies images from bucket to bucket inside OSS, so that their bytes do not pass through this machine. */
export class ServerCopy {
  readonly #source: OssStore;
  readonly #target: OssStore;
  readonly #patience: Patience;
  readonly #settings: CopySettings;
  #isDenied = false;

  private constructor(source: OssStore, target: OssStore, patience: Patience, settings: CopySettings) {
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
    settings: CopySettings,
  ): ServerCopy | undefined {
    const from = source instanceof InventorySource ? source.of : source;
    return target instanceof OssStore && target.canCopyFrom(from)
      ? new ServerCopy(from, target, patience, settings)
      : undefined;
  }

  /**
   * Copies this version of an object, unless the target has it. No copy is made where OSS refuses to read the source for the target's account, which is
   * told once and then not tried again, and where OSS refuses this object: what goes through this machine shows why.
   *
   * @throws {Unreadable} for an object that is gone or was replaced, {ImageSearchError} when the target cannot be used
   */
  async copy(
    object: StoredObject,
    { key, present }: { readonly key: string; readonly present?: PresentObject | undefined },
    signal: AbortSignal,
  ): Promise<CopyResult> {
    const { putIfAbsent: onlyNew, dryRun } = this.#settings;
    // Of an object that was not stored in one piece the ETag says nothing: then its bytes are compared.
    if (present?.bytes === object.bytes)
      return isSameTag(present.etag, object.etag) ? { stored: 'present', issues: [] } : NOT_MADE;
    if (this.#isDenied) return NOT_MADE;
    if (dryRun) return { stored: 'sent', issues: [] };
    const copy = () => this.#target.copyFrom(this.#source, object, key, { signal, onlyNew });
    try {
      await this.#patience.run(copy, { signal });
      return { stored: 'sent', issues: [] };
    } catch (error) {
      signal.throwIfAborted();
      if (!isImageSearchError(error)) throw error;
      if (ofOneImage(error)) throw new Unreadable(error);
      if (concernsObjectAlone(error)) return NOT_MADE;
      if (error.code !== 'AccessDenied') throw error;
      const wasDenied = this.#isDenied; // by a copy at the same time
      this.#isDenied = true;
      return wasDenied ? NOT_MADE : { stored: undefined, issues: [copyDenied(this.#source, error)] };
    }
  }
}

const isSameTag = (one: string, other: string | undefined): boolean =>
  one.toLowerCase() === other?.toLowerCase();

/** Of the first image whose copy inside OSS was refused; the others are not tried. */
const copyDenied = ({ name }: ObjectSource, { message }: ImageSearchError): Issue => ({
  ...{ code: 'UPLOAD_COPY_DENIED', severity: 'warning', path: ['source'] },
  message: `OSS does not copy from ${name} by itself, and so this image and those after it go through this machine: ${message}; allow the account of the target oss:GetObject on ${name} to spare that`,
});
