// AssemblyScript, not TypeScript: see scan-lines.ts.
import {
  CHECK,
  CHECK_CATEGORY,
  CHECK_OBJECT_NAME,
  EXTENSION_BYTES,
  FORBIDDEN,
  MAX_LENGTH,
  MIN_LENGTH,
  MOST_EXTENSIONS,
  MOST_RANGES,
  REGION,
  TEXT_AT,
  TYPE,
  TYPE_BOOLEAN,
  TYPE_INTEGER,
  TYPE_OPERATION,
  TYPE_STRING,
  VISIBLE,
} from '../layout';
import { decodedEnd, decodeText } from './decode-text';

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const ODD: i32 = -1;

const classes = memory.data(256);
const categories = memory.data(256, 4);
/** For each upper byte of a UTF-16 unit, whether a range has such units. */
const pages = memory.data(256);
const ranges = memory.data(MOST_RANGES * 4, 4);
const extensions = memory.data(MOST_EXTENSIONS * EXTENSION_BYTES, 8);
export const pagesAt: i32 = <i32>pages;
export const rangesAt: i32 = <i32>ranges;
export const extensionsAt: i32 = <i32>extensions;
export const classesAt: i32 = <i32>classes;
export const categoriesAt: i32 = <i32>categories;
let categoryCount: i32 = 0;
let rangeCount: i32 = 0;
let extensionCount: i32 = 0;

export function setCounts(ofCategories: i32, ofRanges: i32, ofExtensions: i32): void {
  categoryCount = ofCategories;
  rangeCount = ofRanges;
  extensionCount = ofExtensions;
}

// The line in work.
let lineStart: i32 = 0;
let isWide: bool = false;
let textStart: i32 = 0;
let textEnd: i32 = TEXT_AT;
/** Whether the value read last keeps the rules of its field. */
let isFit: bool = true;
/** The integer found last. */
let integer: i32 = 0;

export function beginScan(): void {
  textEnd = TEXT_AT;
}

/** @param wide whether the line has escapes or bytes beyond ASCII, so that its texts are decoded */
export function beginLine(start: i32, wide: bool): void {
  lineStart = start;
  isWide = wide;
  textStart = textEnd;
}

/** Where the decoded texts of the line begin and end, in UTF-16 units. */
export function textFrom(): i32 {
  return (textStart - TEXT_AT) >> 1;
}

export function textTo(): i32 {
  return (textEnd - TEXT_AT) >> 1;
}

export function fits(): bool {
  return isFit;
}

/** Reads a value into its cell and returns the place behind it, or ODD. */
export function readValue(at: i32, about: i32, cell: i32, row: i32): i32 {
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

/** Steps over a text, a boolean, null or an integer of 32 bits; returns the place behind it, or ODD for other values. */
export function skipValue(at: i32): i32 {
  const first = load<u8>(at);
  if (first === QUOTE) return isWide ? decodeText(at + 1, textEnd) : findQuote(at + 1); // what was decoded is written over
  if (load<u32>(at) === 0x6c6c756e || load<u32>(at) === 0x65757274) return at + 4; // null, true
  if (load<u32>(at) === 0x736c6166 && load<u8>(at, 4) === 0x65) return at + 5; // false
  return findIntegerEnd(at);
}

/** The place behind an integer of 32 bits, which is kept; ODD where there is none. */
function findIntegerEnd(from: i32): i32 {
  const isNegative = load<u8>(from) === 0x2d;
  const first = from + (isNegative ? 1 : 0);
  let at = first;
  let value: i64 = 0;
  while (isDigit(at) && at - first < 10) value = value * 10 + (load<u8>(at++) - 0x30);
  if (at === first || isDigit(at)) return ODD;
  if (load<u8>(first) === 0x30 && (at - first > 1 || isNegative)) return ODD;
  if (isNegative) value = -value;
  if (value < <i64>i32.MIN_VALUE || value > <i64>i32.MAX_VALUE) return ODD;
  integer = <i32>value;
  return at;
}

/** An integer of 32 bits, without a fraction or an exponent, and not -0. */
function readInteger(from: i32, about: i32, cell: i32): i32 {
  const after = findIntegerEnd(from);
  if (after === ODD) return ODD;
  set(cell, 1, integer);
  if (load<u8>(about, CHECK) === CHECK_CATEGORY) isFit = isCategory(integer);
  return after;
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
export function findQuote(from: i32): i32 {
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
  if (isWide && load<u8>(about, VISIBLE) !== 0 && !isVisible(from, to)) return false;
  return load<u8>(about, CHECK) !== CHECK_OBJECT_NAME || isObjectName(from, to);
}

/** Whether a decoded text has no character of the ranges. */
function isVisible(from: i32, to: i32): bool {
  for (let n = from; n < to; n++) {
    const character = characterAt(n);
    if (load<u8>(<i32>pages + (character >> 8)) === 0) continue;
    for (let range = 0; range < rangeCount; range++) {
      const at = <i32>ranges + range * 4;
      if (character >= <i32>load<u16>(at) && character <= <i32>load<u16>(at, 2)) return false;
    }
  }
  return true;
}

/** No empty or dot segment, and an extension that an accepted format has. */
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
  return extension >= 0 && to - extension >= 1 && to - extension <= EXTENSION_BYTES && isKnown(extension, to);
}

/** Whether an extension of letters and digits is in the list. Case makes no difference. */
function isKnown(from: i32, to: i32): bool {
  let extension: u64 = 0;
  for (let n = to - 1; n >= from; n--) extension = (extension << 8) | <u64>(characterAt(n) | 0x20);
  for (let n = 0; n < extensionCount; n++) {
    if (load<u64>(<i32>extensions + n * EXTENSION_BYTES) === extension) return true;
  }
  return false;
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

function get(row: i32, column: i32): i32 {
  return load<i32>(row + column * 4);
}

function set(row: i32, column: i32, value: i32): void {
  store<i32>(row + column * 4, value);
}
