// AssemblyScript, not TypeScript: `npm run build:scanner` compiles it to the WebAssembly in ../program.ts.
//
// Reads lines of increment.meta as bytes. It never decides that a line is wrong: what it does not know at a glance is left
// to JSON.parse (a row without REGULAR) or to the table of rules (a row without CLEAN).
import {
  ADD,
  CHECK,
  CHECK_CATEGORY,
  CHECK_OBJECT_NAME,
  CLEAN,
  FIELD_BYTES,
  FIELD_COUNT,
  FIELD_INTS,
  FIELDS,
  FORBIDDEN,
  INPUT_AT,
  KEY,
  KEY_LENGTH,
  KEY_MASK,
  LINE_END,
  LINE_START,
  MAX_LENGTH,
  MAX_ROWS,
  MIN_LENGTH,
  REGION,
  REGULAR,
  ROW_INTS,
  ROWS_AT,
  SEEN,
  STATE,
  TEXT_AT,
  TEXT_END,
  TEXT_START,
  TYPE,
  TYPE_BOOLEAN,
  TYPE_INTEGER,
  TYPE_OPERATION,
  TYPE_STRING,
  WIDE,
} from '../layout';
import { decodedEnd, decodeText } from './decode-text';

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const ODD: i32 = -1;

const fields = memory.data(FIELD_COUNT * FIELD_BYTES, 16);
const classes = memory.data(256);
const categories = memory.data(256, 4);
export const fieldsAt: i32 = <i32>fields;
export const classesAt: i32 = <i32>classes;
export const categoriesAt: i32 = <i32>categories;

let addNeeds: i32 = 0;
let addTakes: i32 = 0;
let deleteTakes: i32 = 0;
let exclusive: i32 = 0;
let categoryCount: i32 = 0;
let longestLine: i32 = 0;

/** Which fields, as bits, a clean ADD must and may have, a clean DELETE must have, and which do not go together. */
export function configure(
  needs: i32,
  takes: i32,
  ofDelete: i32,
  notTogether: i32,
  categoriesGiven: i32,
): void {
  addNeeds = needs;
  addTakes = takes;
  deleteTakes = ofDelete;
  exclusive = notTogether;
  categoryCount = categoriesGiven;
  longestLine = maxLineBytes;
}

// The line in work.
let lineStart: i32 = 0;
let isWide: bool = false;
let textStart: i32 = 0;
let textEnd: i32 = 0;
/** Whether the value read last keeps the rules of its field. */
let isFit: bool = true;

/** Writes a row for every whole line in the first `length` bytes of the input, up to MAX_ROWS, and returns how many. */
export function scan(length: i32): i32 {
  const end = INPUT_AT + length;
  let rows = 0;
  lineStart = INPUT_AT;
  textEnd = TEXT_AT;
  while (rows < MAX_ROWS) {
    const lineEnd = findLineEnd(lineStart, end);
    if (lineEnd < 0) break;
    const row = ROWS_AT + rows * ROW_INTS * 4;
    set(row, LINE_START, lineStart - INPUT_AT);
    set(row, LINE_END, lineEnd - INPUT_AT);
    set(row, STATE, readLine(row, lineEnd));
    rows += 1;
    lineStart = lineEnd + 1;
  }
  return rows;
}

/** Also learns whether the line has escapes or bytes beyond ASCII. */
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

function readLine(row: i32, lineEnd: i32): i32 {
  let at = skipSpace(lineStart);
  if (load<u8>(at) !== 0x7b || lineEnd - lineStart > longestLine) return 0;
  at += 1;
  textStart = textEnd;
  let seen = 0;
  let isClean = true;
  let field = -1;
  while (true) {
    at = skipSpace(at);
    if (load<u8>(at) !== QUOTE) return 0;
    field = fieldOf(at + 1, field + 1);
    if (field < 0 || (seen & (1 << field)) !== 0) return 0;
    seen |= 1 << field;
    const about = <i32>fields + field * FIELD_BYTES;
    at = skipSpace(at + 1 + load<u8>(about, KEY_LENGTH));
    if (load<u8>(at) !== 0x3a) return 0;
    at = skipSpace(at + 1);
    const cell = row + (FIELDS + field * FIELD_INTS) * 4;
    set(cell, 0, at - lineStart);
    at = readValue(at, about, cell, row);
    if (at === ODD) return 0;
    isClean = isClean && isFit;
    at = skipSpace(at);
    const after = load<u8>(at);
    at += 1;
    if (after === 0x7d) break;
    if (after !== COMMA) return 0;
  }
  if (skipSpace(at) !== lineEnd) return 0;
  set(row, SEEN, seen);
  set(row, TEXT_START, (textStart - TEXT_AT) >> 1);
  set(row, TEXT_END, (textEnd - TEXT_AT) >> 1);
  const isAdd = (seen & 1) !== 0 && load<i32>(row, (FIELDS + 1) * 4) !== 0;
  if (isAdd) isClean = isClean && (seen & addNeeds) === addNeeds && (seen & ~addTakes) === 0;
  else isClean = isClean && seen === deleteTakes;
  if (exclusive !== 0 && (seen & exclusive) === exclusive) isClean = false;
  return REGULAR | (isClean ? CLEAN : 0) | (isWide ? WIDE : 0) | (isAdd ? ADD : 0);
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

/** Reads a value into its cell and returns the place behind it, or ODD. */
function readValue(at: i32, about: i32, cell: i32, row: i32): i32 {
  const type = load<u8>(about, TYPE);
  isFit = true;
  if (type === TYPE_STRING) return readString(at, about, cell);
  if (type === TYPE_OPERATION) return readOperation(at, cell);
  if (type === TYPE_INTEGER) return readInteger(at, about, cell);
  if (type === TYPE_BOOLEAN) return readBoolean(at, cell);
  return readRegion(at, row);
}

function readOperation(at: i32, cell: i32): i32 {
  if (load<u32>(at) === 0x44444122 && load<u8>(at, 4) === QUOTE) {
    set(cell, 1, 1); // "ADD"
    return at + 5;
  }
  if (load<u32>(at) !== 0x4c454422 || load<u32>(at, 4) !== 0x22455445) return ODD; // "DELETE"
  set(cell, 1, 0);
  return at + 8;
}

function readBoolean(at: i32, cell: i32): i32 {
  if (load<u32>(at) === 0x65757274) {
    set(cell, 1, 1); // true
    return at + 4;
  }
  if (load<u32>(at) !== 0x736c6166 || load<u8>(at, 4) !== 0x65) return ODD; // false
  set(cell, 1, 0);
  return at + 5;
}

/** An integer of 32 bits, without a fraction or an exponent, and not -0. */
function readInteger(from: i32, about: i32, cell: i32): i32 {
  const isNegative = load<u8>(from) === 0x2d;
  const first = from + (isNegative ? 1 : 0);
  let at = first;
  let value: i64 = 0;
  while (isDigit(at) && at - first < 10) value = value * 10 + (load<u8>(at++) - 0x30);
  if (at === first || isDigit(at)) return ODD;
  if (load<u8>(first) === 0x30 && (at - first > 1 || isNegative)) return ODD;
  if (isNegative) value = -value;
  if (value < <i64>i32.MIN_VALUE || value > <i64>i32.MAX_VALUE) return ODD;
  set(cell, 1, <i32>value);
  if (load<u8>(about, CHECK) === CHECK_CATEGORY) isFit = isCategory(<i32>value);
  return at;
}

function isCategory(id: i32): bool {
  for (let n = 0; n < categoryCount; n++) {
    if (load<i32>(<i32>categories + n * 4) === id) return true;
  }
  return false;
}

/** Four numbers of up to nine digits in quotes: x1,x2,y1,y2. */
function readRegion(from: i32, row: i32): i32 {
  if (load<u8>(from) !== QUOTE) return ODD;
  let at = from + 1;
  for (let side = 0; side < 4; side++) {
    if (side > 0 && load<u8>(at++) !== COMMA) return ODD;
    const first = at;
    let value = 0;
    while (isDigit(at) && at - first < 9) value = value * 10 + (load<u8>(at++) - 0x30);
    if (at === first) return ODD;
    set(row, REGION + side, value);
  }
  if (load<u8>(at) !== QUOTE) return ODD;
  isFit = get(row, REGION) < get(row, REGION + 1) && get(row, REGION + 2) < get(row, REGION + 3);
  return at + 1;
}

/** A text: its start and end go into the cell, in bytes of the line or, if that is wide, in units of what was decoded. */
function readString(at: i32, about: i32, cell: i32): i32 {
  if (load<u8>(at) !== QUOTE) return ODD;
  let after: i32;
  if (isWide) {
    set(cell, 1, (textEnd - textStart) >> 1);
    after = decodeText(at + 1, textEnd);
    if (after === ODD) return ODD;
    textEnd = decodedEnd();
    set(cell, 2, (textEnd - textStart) >> 1);
  } else {
    after = findQuote(at + 1);
    if (after === ODD) return ODD;
    set(cell, 1, at + 1 - lineStart);
    set(cell, 2, after - 1 - lineStart);
  }
  isFit = isTextFit(about, get(cell, 1), get(cell, 2));
  return after;
}

/** The place behind the closing quote of an ASCII text, or ODD at a control character. */
function findQuote(from: i32): i32 {
  for (let at = from; ; at += 16) {
    const block = v128.load(at);
    const isControl = i8x16.lt_u(block, i8x16.splat(0x20));
    const stops = i8x16.bitmask(v128.or(isControl, i8x16.eq(block, i8x16.splat(0x22))));
    if (stops === 0) continue;
    const stop = at + ctz(stops);
    return load<u8>(stop) === QUOTE ? stop + 1 : ODD;
  }
}

function isTextFit(about: i32, from: i32, to: i32): bool {
  const length = to - from;
  if (length < load<i32>(about, MIN_LENGTH) || length > load<i32>(about, MAX_LENGTH)) return false;
  const forbidden = load<u8>(about, FORBIDDEN);
  if (forbidden !== 0) {
    for (let n = from; n < to; n++) {
      const character = characterAt(n);
      if (character < 256 && (load<u8>(<i32>classes + character) & forbidden) !== 0) return false;
    }
  }
  return load<u8>(about, CHECK) !== CHECK_OBJECT_NAME || isObjectName(from, to);
}

/** No empty or dot segment, and an extension of one to eight letters and digits. */
function isObjectName(from: i32, to: i32): bool {
  let segment = from;
  let dots = 0;
  let extension = -1; // where it would begin
  for (let n = from; n <= to; n++) {
    const character = n < to ? characterAt(n) : 0x2f;
    if (character === 0x2f) {
      if (n - segment === dots && dots <= 2) return false;
      segment = n + 1;
      dots = 0;
      if (n < to) extension = -1;
    } else if (character === 0x2e) {
      dots += 1;
      extension = n + 1;
    } else if (extension >= 0 && !isLetterOrDigit(character)) extension = -1;
  }
  return extension >= 0 && to - extension >= 1 && to - extension <= 8;
}

function characterAt(n: i32): i32 {
  return isWide ? <i32>load<u16>(textStart + n * 2) : <i32>load<u8>(lineStart + n);
}

function isLetterOrDigit(character: i32): bool {
  return (
    (character >= 0x30 && character <= 0x39) || ((character | 0x20) >= 0x61 && (character | 0x20) <= 0x7a)
  );
}

function isDigit(at: i32): bool {
  return <u32>load<u8>(at) - 0x30 < 10;
}

function skipSpace(from: i32): i32 {
  let at = from;
  while (load<u8>(at) === 0x20 || load<u8>(at) === 0x09) at += 1;
  return at;
}

function get(row: i32, column: i32): i32 {
  return load<i32>(row + column * 4);
}

function set(row: i32, column: i32, value: i32): void {
  store<i32>(row + column * 4, value);
}
