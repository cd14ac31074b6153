// AssemblyScript, not TypeScript: see scan-lines.ts.

const ODD: i32 = -1;
let out: i32 = 0;

/** Where the text decoded last ends. */
export function decodedEnd(): i32 {
  return out;
}

/**
 * Decodes a JSON string from UTF-8 into UTF-16, escapes included, and returns the place behind its closing quote; ODD where
 * it is not a JSON string or not UTF-8, or has an escape for half of a surrogate pair alone, which breaks a rule.
 */
export function decodeText(from: i32, to: i32): i32 {
  let at = from;
  out = to;
  while (true) {
    at = copyPlain(at);
    const byte = load<u8>(at);
    if (byte === 0x22) return at + 1;
    if (byte === 0x5c) at = decodeEscape(at + 1);
    else if (byte >= 0x80) at = decodeBeyondAscii(at);
    else return ODD; // a control character
    if (at === ODD) return ODD;
  }
}

/** Copies ASCII up to the next byte that needs a closer look. */
function copyPlain(from: i32): i32 {
  let at = from;
  while (true) {
    const block = v128.load(at);
    const isEnd = v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c)));
    const isBelowSpace = i8x16.lt_s(block, i8x16.splat(0x20)); // as signed: bytes from 0x80 on too
    const stops = i8x16.bitmask(v128.or(isEnd, isBelowSpace));
    v128.store(out, i16x8.extend_low_i8x16_u(block));
    v128.store(out, i16x8.extend_high_i8x16_u(block), 16);
    const plain = stops === 0 ? 16 : ctz(stops);
    at += plain;
    out += plain * 2;
    if (plain < 16) return at;
  }
}

/** Decodes characters from 0x80 on as long as they follow each other. */
function decodeBeyondAscii(from: i32): i32 {
  let at = from;
  while (true) {
    const first = <u32>load<u8>(at);
    if (first < 0x80) return at;
    const second = <u32>load<u8>(at, 1);
    if ((second & 0xc0) !== 0x80) return ODD;
    if (first < 0xe0) {
      if (first < 0xc2) return ODD; // a continuation, or longer than need be
      put(((first & 0x1f) << 6) | (second & 0x3f));
      at += 2;
      continue;
    }
    const third = <u32>load<u8>(at, 2);
    if ((third & 0xc0) !== 0x80) return ODD;
    if (first < 0xf0) {
      const unit = ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
      if (unit < 0x800 || (unit & 0xf800) === 0xd800) return ODD; // longer than need be, or a surrogate
      put(unit);
      at += 3;
      continue;
    }
    const fourth = <u32>load<u8>(at, 3);
    if ((fourth & 0xc0) !== 0x80 || first > 0xf4) return ODD;
    const point = ((first & 0x07) << 18) | ((second & 0x3f) << 12) | ((third & 0x3f) << 6) | (fourth & 0x3f);
    if (point < 0x10000 || point > 0x10ffff) return ODD;
    put(0xd800 + ((point - 0x10000) >> 10));
    put(0xdc00 + ((point - 0x10000) & 0x3ff));
    at += 4;
  }
}

function decodeEscape(at: i32): i32 {
  const letter = load<u8>(at);
  if (letter === 0x75) return decodeUnits(at + 1);
  const unit = escaped(letter);
  if (unit === 0) return ODD;
  put(unit);
  return at + 1;
}

function escaped(letter: u8): u32 {
  if (letter === 0x22 || letter === 0x5c || letter === 0x2f) return letter;
  if (letter === 0x6e) return 0x0a;
  if (letter === 0x74) return 0x09;
  if (letter === 0x72) return 0x0d;
  if (letter === 0x62) return 0x08;
  if (letter === 0x66) return 0x0c;
  return 0;
}

/** Four hexadecimal digits; those of the first half of a surrogate pair with the escape of the second half behind them. */
function decodeUnits(at: i32): i32 {
  const unit = unitAt(at);
  if (unit < 0 || (unit & 0xfc00) === 0xdc00) return ODD;
  put(unit);
  if ((unit & 0xfc00) !== 0xd800) return at + 4;
  if (load<u16>(at, 4) !== 0x755c) return ODD; // no \u
  const second = unitAt(at + 6);
  if ((second & 0xfc00) !== 0xdc00) return ODD;
  put(second);
  return at + 10;
}

/** The unit that four hexadecimal digits name, or ODD. */
function unitAt(from: i32): i32 {
  let unit = 0;
  for (let at = from; at < from + 4; at++) {
    const digit = <i32>load<u8>(at);
    const letter = digit | 0x20;
    if (digit >= 0x30 && digit <= 0x39) unit = (unit << 4) | (digit - 0x30);
    else if (letter >= 0x61 && letter <= 0x66) unit = (unit << 4) | (letter - 0x57);
    else return ODD;
  }
  return unit;
}

function put(unit: u32): void {
  store<u16>(out, <u16>unit);
  out += 2;
}
