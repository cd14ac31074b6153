import type { Place } from './source-place.ts';

/** A key and its value as they stand in the source. */
export interface Field {
  readonly name: string;
  /** The name in quotes, with the escapes it was written with. */
  readonly rawName: string;
  /** JSON without space between its parts: numbers and strings with the very characters they were written with. */
  readonly value: string;
  /** Of the value. */
  readonly place: Place;
}

/** An object of the source, sound as far as brackets, commas and colons go. */
export interface LineObject {
  readonly start: Place;
  /** The line that its closing brace stands in. */
  readonly lastLine: number;
  readonly fields: readonly Field[];
  /** Its own characters, where they stand in one piece. */
  readonly raw: string | undefined;
  /** A comma that nothing follows. */
  readonly trailingComma: Place | undefined;
}
