const [BACKSLASH, MASK] = [0x5c, 0x78];
const ESCAPE_BYTES = 6;

/**
 * The bytes with `xxxxxx` for each escape such as `\u7ea2`: the tokenizer takes microseconds for each, and needs none of them
 * to find where strings end. An escape that is damaged, or that begins or ends in other bytes, stays as it is.
 */
export function maskEscapes(bytes: Uint8Array): Uint8Array {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = given.indexOf('\\u');
  if (at === -1) return bytes;
  const masked = Buffer.from(given);
  for (; at !== -1; at = masked.indexOf('\\u', at + 1)) {
    if (isEscape(masked, at)) masked.fill(MASK, at, at + ESCAPE_BYTES);
  }
  return masked;
}

/** Whether a backslash escapes and is not escaped itself, which only the bytes before it tell. */
function isEscape(bytes: Buffer, at: number): boolean {
  let before = at;
  while (before > 0 && bytes[before - 1] === BACKSLASH) before -= 1;
  return (
    before > 0 &&
    (at - before) % 2 === 0 &&
    /^[0-9a-f]{4}$/i.test(bytes.toString('latin1', at + 2, at + ESCAPE_BYTES))
  );
}
