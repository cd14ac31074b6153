/** A line of the source without its line feed, or a part of a line that is too long to be held. UTF-8. */
export interface LinePart {
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly line: number;
  /** Of the first byte. */
  readonly offset: number;
  /** Whether the line begins here, ends here, and has a line feed there. */
  readonly first: boolean;
  readonly last: boolean;
  readonly ended: boolean;
}

export const isWhole = ({ first, last }: LinePart): boolean => first && last;

/** The same with bytes of its own. */
export const copyOf = (part: LinePart): LinePart => ({ ...part, bytes: new Uint8Array(part.bytes) });

const MARK = [0xef, 0xbb, 0xbf];

/** How many bytes the byte order mark takes that a line begins with. */
export const markLength = ({ bytes, first }: LinePart): number =>
  first && MARK.every((byte, n) => bytes[n] === byte) ? MARK.length : 0;

const SPACE = 0x20;
const CLOSING_BRACE = 0x7d;

/** A cheap look at the end of a line: one that does not end with a brace is no object, and `JSON.parse` is slow to say so. */
export function mayBeObject({ bytes }: LinePart): boolean {
  let at = bytes.length - 1;
  while (at >= 0 && (bytes[at] as number) <= SPACE) at -= 1;
  return bytes[at] === CLOSING_BRACE;
}
