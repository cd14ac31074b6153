/**
 * The scanner's memory, as both sides see it: the program (`assembly/`, compiled to WebAssembly) and the TypeScript around
 * it import this file. Addresses and sizes are bytes.
 */

/** The lines to scan go here. */
export const INPUT_AT = 65536;
export const INPUT_BYTES = 131072;

/** Texts with escapes or characters beyond ASCII are written here, decoded, in UTF-16. */
export const TEXT_AT = 196672;
/** One row for each line goes here. */
export const ROWS_AT = 458880;
export const MAX_ROWS = 1024;
export const PAGES = 11;

/** A row is so many 32-bit integers: */
export const ROW_INTS = 60;
/** where the line begins and ends in the input, without its line feed; */
export const LINE_START = 0;
export const LINE_END = 1;
/** what the scanner makes of it, as the bits below; */
export const STATE = 2;
/** where its decoded texts begin and end, in UTF-16 units, if it is WIDE; */
export const TEXT_START = 3;
export const TEXT_END = 4;
/** which fields it has, as bits; */
export const SEEN = 5;
/** for each field: the place of its value, in bytes from the line's start, and two integers of the value: */
export const FIELDS = 6;
export const FIELD_INTS = 3;
/** the four sides of the region; */
export const REGION = 51;
/** which fields have a value that is not known to keep the rules of its field, as bits; */
export const DOUBTFUL = 55;
/** where an unknown key begins and ends, without its quotes, and where its value begins, if it is EXTRA. */
export const EXTRA_START = 56;
export const EXTRA_END = 57;
export const EXTRA_VALUE = 58;

/**
 * The line is an object of known fields, each once and of its type, and at most one other. Where the bit is not set,
 * JSON.parse decides.
 */
export const REGULAR = 1;
/** It has no issue. Where the bit is not set, the table of rules decides. */
export const CLEAN = 2;
/** Its texts were decoded; otherwise they stand in the line as they are, in ASCII. */
export const WIDE = 4;
/** It is an ADD, or else a DELETE. */
export const ADD = 8;
/** It ends with a carriage return before its line feed. */
export const RETURN = 16;
/** Its record keeps every rule: the line has no issue but its RETURN and its EXTRA key. */
export const KEPT = 64;
/** It has a key that is no field's, in plain ASCII, with a plain value. */
export const EXTRA = 32;

/** So many ranges of invisible characters, and extensions of up to eight characters, at most. */
export const MOST_RANGES = 32;
export const MOST_EXTENSIONS = 32;
export const EXTENSION_BYTES = 8;

/** What the scanner needs to know of each field: */
export const FIELD_COUNT = 15;
export const FIELD_BYTES = 48;
/** its key with the closing quote, filled up with zeros, and a mask of the key's bytes; */
export const KEY = 0;
export const KEY_MASK = 16;
export const KEY_LENGTH = 32;
/** its type; the classes of characters that break a rule; the check it needs beside; */
export const TYPE = 33;
export const FORBIDDEN = 34;
export const CHECK = 35;
/** whether it must have no invisible character beyond the classes; */
export const VISIBLE = 44;
/** and the lengths that keep every rule. */
export const MIN_LENGTH = 36;
export const MAX_LENGTH = 40;

export const TYPE_OPERATION = 0;
export const TYPE_STRING = 1;
export const TYPE_INTEGER = 2;
export const TYPE_BOOLEAN = 3;
export const TYPE_REGION = 4;

export const CHECK_NONE = 0;
export const CHECK_OBJECT_NAME = 1;
export const CHECK_CATEGORY = 2;
