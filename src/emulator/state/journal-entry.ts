import type { InstanceChange } from '../image-search/instance-state.ts';
import type { ObjectOrigin } from '../oss/stored-object.ts';

/** What the journal holds of an object; its bytes are in a file that is named by the digest. */
export interface SavedObject {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 in hexadecimal digits. */
  readonly digest: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly lastModified: number;
  /** Only of an object that was written in several pieces. */
  readonly origin?: ObjectOrigin | undefined;
}

/** One change, as a line of the journal has it. */
export type JournalEntry =
  | InstanceChange
  | { readonly object: SavedObject }
  | { readonly noObject: Pick<SavedObject, 'bucket' | 'key'> };
