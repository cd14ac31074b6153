/** A line of the source, or a part of one that is too long to be held. */
export interface TextPart {
  /** From 1. */
  readonly line: number;
  /** How many characters of the line stand before the text. */
  readonly before: number;
  /** Of the text's first byte in the source. */
  readonly offset: number;
  readonly text: string;
  /** Whether the line ends behind the text. */
  readonly last: boolean;
}

/** A character of the source. */
export interface Place {
  readonly part: TextPart;
  /** In the part's text, from 0. */
  readonly at: number;
}

/** A place as issues tell it: line and column from 1, the offset in bytes. */
export const tellPlace = ({ part, at }: Place): { line: number; column: number; offset: number } => ({
  line: part.line,
  column: part.before + at + 1,
  offset: part.offset + new TextEncoder().encode(part.text.slice(0, at)).length,
});
