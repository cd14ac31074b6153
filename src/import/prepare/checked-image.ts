import type { ImageFacts } from '../../image/image-facts.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import type { StoredObject } from '../../shared/objects/object-store.ts';

/** An image in another bucket of OSS, checked by what decides of its bytes. */
export interface CopyableImage {
  readonly version: StoredObject;
  /**
   * Reads the image whole, with what is wrong with it then, where OSS does not copy it after all.
   *
   * @throws {Unreadable} for whatever else is wrong with the image
   */
  readonly read: () => Promise<Pick<CheckedImage, 'facts' | 'issues'> & { readonly bytes: Uint8Array }>;
}

/** An image that was read and checked. */
export interface CheckedImage {
  /** Tells images apart: two entries of one origin have the same image. */
  readonly origin: string;
  /** The bytes that were checked: the whole image. Null when it could not be read, or is larger than any instance takes. */
  readonly bytes: Uint8Array | null;
  readonly facts: ImageFacts | null;
  readonly issues: readonly Issue[];
  /**
   * Reads an image that is too large for any instance, whole. Undefined when it is not to be had, or more than is repaired.
   *
   * @throws {Unreadable} for whatever is wrong with the image then
   */
  readonly readWhole?: (() => Promise<Uint8Array>) | undefined;
  /** Of an image that OSS can copy by itself, when its headers show nothing wrong: then `bytes` is null. */
  readonly copyable?: CopyableImage | undefined;
  /** The key of an image that is an object in the import's own bucket. */
  readonly storedAs?: string | undefined;
  /** Whether it could not be read for a reason that may pass, such as a network that broke. */
  readonly mayPass?: boolean | undefined;
}
