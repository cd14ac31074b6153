/** A longer line of a table, cell between quotes or object of JSON is refused, and reading goes on after it: it is no row. */
export const MAX_ROW_BYTES = 1_048_576;

/** JSON on one line ends the reading when the line is longer: it is no catalogue, and reading on would only take time. */
export const MAX_JSON_LINE_BYTES = 67_108_864;

/**
 * An item of a JSON document that goes on for longer is no row; a longer text or longer blanks outside of rows are no
 * catalogue's. They end the reading, as it would only take time, and memory: the tokenizer keeps a text until it ends.
 */
export const MAX_JSON_ITEM_BYTES = 8_388_608;

/** Deeper items are refused: `JSON.parse`, and those who use its result, must not run out of stack. */
export const MAX_JSON_DEPTH = 1000;

/** A header of more columns is none: the file has another separator or other line ends, perhaps. */
export const MAX_COLUMNS = 10_000;
