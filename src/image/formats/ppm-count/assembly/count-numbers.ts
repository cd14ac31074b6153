// AssemblyScript, not TypeScript: `npm run build:wasm` compiles it to the WebAssembly in ../program.ts.

/**
 * Counts the numbers in the first `length` bytes of memory, 16 at a time: of digits and white space the digits alone have
 * bits 4 and 5, and a number begins at a digit with none before it. `before` is 1 where a digit stands before the first
 * byte; `apart` is a mask, 0 where each digit is a number of its own. Returns the count, doubled, plus the next `before`.
 */
export function count(length: i32, before: i32, apart: i32): i32 {
  const bits = i8x16.splat(0x30);
  let numbers = 0;
  let at = 0;
  for (; at + 16 <= length; at += 16) {
    const digits = i8x16.bitmask(i8x16.eq(v128.and(v128.load(at), bits), bits));
    numbers += popcnt(digits & ~(((digits << 1) | before) & apart));
    before = digits >>> 15;
  }
  for (; at < length; at++) {
    const digit = i32((load<u8>(at) & 0x30) === 0x30);
    numbers += digit & ~(before & apart);
    before = digit;
  }
  return (numbers << 1) | before;
}
