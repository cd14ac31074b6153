/** White space, and the bytes of a byte order mark. */
const BLANKS: readonly number[] = [0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf];

/** Index of the first byte that is neither white space nor of a byte order mark; -1 when there is none. */
export const firstNonBlank = (bytes: Uint8Array): number => bytes.findIndex((byte) => !BLANKS.includes(byte));
