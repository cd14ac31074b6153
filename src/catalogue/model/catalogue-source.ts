import type { ObjectFilter } from '../../shared/objects/filter-objects.ts';
import type { ListedObject } from '../../shared/objects/object-store.ts';
import type { SourceFolder } from '../../shared/objects/source-folder.ts';

/**
 * What a catalogue is read from: a file's or folder's path; a folder of a source, each of whose images is an entry; bytes, such as standard input or an answer's body; or entries
 * as objects (`CatalogueEntry`, or with the column names of a file), Maps and class instances included.
 */
export type CatalogueSource = string | ByteSource | SourceListing | Iterable<object> | AsyncIterable<object>;

/** The images that a source lists. */
export interface SourceListing extends SourceFolder {
  /** Which objects are entries; others are counted as `excluded`. @default every image */
  readonly filter?: ObjectFilter | ((object: ListedObject) => boolean) | undefined;
}

/** A catalogue as a stream of bytes. */
export interface ByteSource {
  /** The bytes of the whole file, in pieces of any length. Read once. */
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** A file's name: it says the format by its extension, and messages name it. @default none */
  readonly name?: string | undefined;
}

export const isByteSource = (source: CatalogueSource): source is ByteSource =>
  typeof source === 'object' && source !== null && 'bytes' in source && !(Symbol.iterator in source);
