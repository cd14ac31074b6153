// AssemblyScript, not TypeScript: `npm run build:wasm` compiles it to the WebAssembly in ../compiled-scanner.ts.
//
// Reads lines of increment.meta as bytes. It never decides that a line is wrong: what it does not know at a glance is left
// to JSON.parse (a row without REGULAR) or to the table of rules (a row without CLEAN).
import {
  ADD,
  CLEAN,
  DOUBTFUL,
  EXTRA,
  EXTRA_END,
  EXTRA_START,
  EXTRA_VALUE,
  FIELD_BYTES,
  FIELD_COUNT,
  FIELD_INTS,
  FIELDS,
  INPUT_AT,
  KEPT,
  KEY,
  KEY_LENGTH,
  KEY_MASK,
  LINE_END,
  LINE_START,
  MAX_ROWS,
  REGULAR,
  RETURN,
  ROW_INTS,
  ROWS_AT,
  SEEN,
  STATE,
  TEXT_END,
  TEXT_START,
  WIDE,
} from '../layout';
import {
  beginLine,
  beginScan,
  categoriesAt,
  classesAt,
  extensionsAt,
  findQuote,
  fits,
  pagesAt,
  rangesAt,
  readValue,
  setCounts,
  skipValue,
  textFrom,
  textTo,
} from './read-values';

export { categoriesAt, classesAt, extensionsAt, pagesAt, rangesAt };

const fields = memory.data(FIELD_COUNT * FIELD_BYTES, 16);
export const fieldsAt: i32 = <i32>fields;

let longestLine: i32 = 0;
let addNeeds: i32 = 0;
let addTakes: i32 = 0;
let deleteTakes: i32 = 0;
let exclusive: i32 = 0;

/** Which fields, as bits, a clean ADD must and may have, a clean DELETE must have, and which do not go together. */
export function configure(
  needs: i32,
  takes: i32,
  ofDelete: i32,
  notTogether: i32,
  categoryCount: i32,
  rangeCount: i32,
  extensionCount: i32,
  maxLineBytes: i32,
): void {
  addNeeds = needs;
  addTakes = takes;
  deleteTakes = ofDelete;
  exclusive = notTogether;
  setCounts(categoryCount, rangeCount, extensionCount);
  longestLine = maxLineBytes;
}

/** Whether the line found last has escapes or bytes beyond ASCII. */
let isWide: bool = false;

/** Writes a row for every whole line in the first `length` bytes of the input, up to MAX_ROWS, and returns how many. */
export function scan(length: i32): i32 {
  const end = INPUT_AT + length;
  let rows = 0;
  let start = INPUT_AT;
  beginScan();
  while (rows < MAX_ROWS) {
    const lineEnd = findLineEnd(start, end);
    if (lineEnd < 0) break;
    const row = ROWS_AT + rows * ROW_INTS * 4;
    set(row, LINE_START, start - INPUT_AT);
    set(row, LINE_END, lineEnd - INPUT_AT);
    set(row, STATE, lineEnd - start > longestLine ? 0 : readLine(row, start, lineEnd));
    rows += 1;
    start = lineEnd + 1;
  }
  return rows;
}

/** The place of the next line feed, or -1. */
function findLineEnd(from: i32, end: i32): i32 {
  let wide = 0;
  for (let at = from; at < end; at += 16) {
    const block = v128.load(at);
    const feeds = i8x16.bitmask(i8x16.eq(block, i8x16.splat(0x0a)));
    const wideHere = i8x16.bitmask(v128.or(block, i8x16.eq(block, i8x16.splat(0x5c))));
    if (feeds === 0) {
      wide |= wideHere;
      continue;
    }
    const before = ctz(feeds);
    if (at + before >= end) return -1;
    isWide = (wide | (wideHere & ((1 << before) - 1))) !== 0;
    return at + before;
  }
  return -1;
}

function readLine(row: i32, start: i32, lineEnd: i32): i32 {
  let at = skipSpace(start);
  if (load<u8>(at) !== 0x7b) return 0;
  at += 1;
  beginLine(start, isWide);
  let seen = 0;
  let doubtful = 0;
  let hasExtra = false;
  let field = -1;
  while (true) {
    at = skipSpace(at);
    if (load<u8>(at) !== 0x22) return 0;
    const known = fieldOf(at + 1, field + 1);
    if (known < 0) {
      if (hasExtra) return 0;
      hasExtra = true;
      at = skipExtra(row, start, at + 1);
      if (at < 0) return 0;
    } else {
      field = known;
      if ((seen & (1 << field)) !== 0) return 0;
      seen |= 1 << field;
      const about = <i32>fields + field * FIELD_BYTES;
      at = skipSpace(at + 1 + load<u8>(about, KEY_LENGTH));
      if (load<u8>(at) !== 0x3a) return 0;
      at = skipSpace(at + 1);
      const cell = row + (FIELDS + field * FIELD_INTS) * 4;
      set(cell, 0, at - start);
      at = readValue(at, about, cell, row);
      if (at < 0) return 0;
      if (!fits()) doubtful |= 1 << field;
    }
    at = skipSpace(at);
    const after = load<u8>(at);
    at += 1;
    if (after === 0x7d) break;
    if (after !== 0x2c) return 0;
  }
  const hasReturn = load<u8>(lineEnd - 1) === 0x0d;
  if (skipSpace(at) !== (hasReturn ? lineEnd - 1 : lineEnd)) return 0;
  if (hasExtra && (seen & 1) === 0) return 0; // a line of 2018, perhaps
  set(row, SEEN, seen);
  set(row, DOUBTFUL, doubtful);
  set(row, TEXT_START, textFrom());
  set(row, TEXT_END, textTo());
  const isAdd = (seen & 1) !== 0 && load<i32>(row, (FIELDS + 1) * 4) !== 0;
  let isKept = doubtful === 0;
  if (isAdd) isKept = isKept && (seen & addNeeds) === addNeeds && (seen & ~addTakes) === 0;
  else isKept = isKept && seen === deleteTakes;
  if ((seen & exclusive) === exclusive) isKept = false;
  const found =
    (isKept ? KEPT : 0) |
    (isKept && !hasReturn && !hasExtra ? CLEAN : 0) |
    (hasReturn ? RETURN : 0) |
    (hasExtra ? EXTRA : 0);
  return REGULAR | found | (isWide ? WIDE : 0) | (isAdd ? ADD : 0);
}

/** Steps over a key that is no field's, and its value; returns the place behind them, or -1 unless both are plain. */
function skipExtra(row: i32, start: i32, key: i32): i32 {
  let at = findQuote(key);
  if (at < 0) return -1;
  for (let n = key; n < at; n++) {
    if (load<u8>(n) >= 0x80 || load<u8>(n) === 0x5c) return -1;
  }
  set(row, EXTRA_START, key - start);
  set(row, EXTRA_END, at - 1 - start);
  at = skipSpace(at);
  if (load<u8>(at) !== 0x3a) return -1;
  at = skipSpace(at + 1);
  set(row, EXTRA_VALUE, at - start);
  return skipValue(at);
}

/** The field whose key and closing quote stand here; `likely` is tried first, since fields mostly keep their order. */
function fieldOf(at: i32, likely: i32): i32 {
  const here = v128.load(at);
  let field = likely < FIELD_COUNT ? likely : 0;
  for (let tries = 0; tries < FIELD_COUNT; tries++) {
    const about = <i32>fields + field * FIELD_BYTES;
    const same = i8x16.eq(v128.and(here, v128.load(about, KEY_MASK)), v128.load(about, KEY));
    if (i8x16.all_true(same)) return field;
    field = field + 1 < FIELD_COUNT ? field + 1 : 0;
  }
  return -1;
}

function skipSpace(from: i32): i32 {
  let at = from;
  while (load<u8>(at) === 0x20 || load<u8>(at) === 0x09) at += 1;
  return at;
}

function set(row: i32, column: i32, value: i32): void {
  store<i32>(row + column * 4, value);
}
