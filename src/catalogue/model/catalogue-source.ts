/**
 * What a catalogue is read from: a file's or folder's path; bytes, such as standard input or an answer's body; or entries
 * as objects (`CatalogueEntry`, or with the column names of a file), Maps and class instances included.
 */
export type CatalogueSource = string | ByteSource | Iterable<object> | AsyncIterable<object>;

/** A catalogue as a stream of bytes. */
export interface ByteSource {
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** A file's name: it says the format by its extension, and messages name it. @default none */
  readonly name?: string | undefined;
}

export const isByteSource = (source: CatalogueSource): source is ByteSource =>
  typeof source === 'object' && source !== null && 'bytes' in source && !(Symbol.iterator in source);
