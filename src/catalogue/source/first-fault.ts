import { LINE_FEED } from '../../shared/text/lines.ts';

const REPLACEMENT = '\uFFFD';
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd];

/** The first byte that is not UTF-8, and its line. @param bytes that are not UTF-8 */
export function firstFault(bytes: Uint8Array): { readonly byte: number; readonly line: number } {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  let offset = 0;
  let from = 0;
  for (;;) {
    const at = text.indexOf(REPLACEMENT, from);
    offset += Buffer.byteLength(text.slice(from, at));
    if (at === -1 || !REPLACEMENT_BYTES.every((byte, n) => bytes[offset + n] === byte)) break;
    offset += REPLACEMENT_BYTES.length; // the text has the character itself
    from = at + 1;
  }
  const line = bytes.subarray(0, offset).reduce((lines, byte) => lines + Number(byte === LINE_FEED), 1);
  return { byte: bytes[offset] ?? 0, line };
}
