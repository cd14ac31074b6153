import { countCharacters } from '../read/count-characters.ts';
import type { ByteWindow } from './byte-window.ts';
import { fixNote, type MetaFixNote, type SourcePosition } from './fix-result.ts';
import type { MetaFixCode } from './meta-fix-code.ts';

/** What is known of a line of the source, until everything in it is written or left out. */
export class LineStatus {
  /** From 1. */
  readonly line: number;
  /** Offset of its first byte. */
  readonly start: number;
  /** Offset behind its line feed, or behind the source; undefined as long as the line is being read. */
  end: number | undefined;
  /** Its first character, behind a byte order mark. */
  first: SourcePosition;
  hasMark = false;
  /** The first bracket or comma between its objects. */
  outside: SourcePosition | undefined;
  carriageReturn: SourcePosition | undefined;
  /** Where its line feed is missing. */
  unended: SourcePosition | undefined;
  /** Objects that stand in it, whole or in part. */
  objects = 0;
  /** Lines written of the objects that begin in it. */
  written = 0;
  /** Whether an object that began in a line before ends in it. */
  hasTail = false;
  hasErrors = false;
  isLong = false;

  /** A byte of the line, and how many characters stand before it. */
  #counted: { readonly offset: number; readonly characters: number };

  constructor(line: number, start: number) {
    this.line = line;
    this.start = start;
    this.#counted = { offset: start, characters: 0 };
    this.first = { line, column: 1, offset: start };
  }

  /** @param end offset behind a byte order mark that the line begins with */
  takeMark(end: number): void {
    this.hasMark = true;
    this.first = { ...this.first, offset: end };
    this.#counted = { offset: end, characters: 0 };
  }

  /** Where a byte of the line stands. @param offset no smaller than any that was asked for before */
  positionAt(offset: number, window: ByteWindow): SourcePosition {
    this.countUntil(offset, window);
    return { line: this.line, column: this.#counted.characters + 1, offset };
  }

  /** Counts characters, so that bytes before an offset can be forgotten. */
  countUntil(offset: number, window: ByteWindow): void {
    const { offset: from, characters } = this.#counted;
    if (offset <= from) return;
    this.#counted = {
      offset,
      characters: characters + countCharacters(window.buffer, from - window.origin, offset - window.origin),
    };
  }

  /** Whether an object that begins in it and ends it stands alone, as far as the line was read. */
  get isBare(): boolean {
    return this.objects === 0 && this.outside === undefined && !this.isLong && !this.hasTail;
  }

  /** Whether nothing is to be repaired at its beginning and its end. */
  get isFramed(): boolean {
    return !this.hasMark && this.carriageReturn === undefined && this.unended === undefined;
  }

  /** Nothing of it was written or reported. */
  get isUntouched(): boolean {
    return this.written === 0 && !this.hasTail && !this.hasErrors;
  }

  /** What was repaired around its objects. */
  get notes(): readonly MetaFixNote[] {
    const notes: MetaFixNote[] = [];
    for (const { fixes, positionIn, message } of REPAIRS) {
      const position = positionIn(this);
      if (position !== undefined) notes.push(fixNote(fixes, message(this), position));
    }
    return notes;
  }
}

/** A repair of what stands around objects: where it was made in a line, if it was. */
interface LineRepair {
  readonly fixes: MetaFixCode;
  readonly positionIn: (line: LineStatus) => SourcePosition | undefined;
  readonly message: (line: LineStatus) => string;
}

/** A line that is left out is not repaired, except where a part of it is written. */
const isUsed = ({ written, hasErrors }: LineStatus) => written > 0 || !hasErrors;

const REPAIRS: readonly LineRepair[] = [
  {
    fixes: 'META_FIXED_BYTE_ORDER_MARK',
    positionIn: (line) => (line.hasMark && isUsed(line) ? line.first : undefined),
    message: () => 'The byte order mark is left out',
  },
  {
    fixes: 'META_FIXED_BLANK_LINE',
    positionIn: ({ objects, hasErrors, outside, first }) =>
      objects === 0 && !hasErrors && outside === undefined ? first : undefined,
    message: () => 'The line is blank: left out',
  },
  {
    fixes: 'META_FIXED_ARRAY',
    positionIn: (line) => (isUsed(line) ? line.outside : undefined),
    message: () => 'Brackets and commas around objects are left out',
  },
  {
    fixes: 'META_FIXED_SEVERAL_OBJECTS',
    positionIn: ({ written, objects, isLong, first }) =>
      written > 0 && (objects > 1 || isLong) ? first : undefined,
    message: ({ objects }) =>
      objects > 1
        ? `${objects} objects stand in the line, whole or in part: each is written in a line of its own`
        : 'The line is very long: its object is written in a line of its own',
  },
  {
    fixes: 'META_FIXED_CARRIAGE_RETURN',
    positionIn: ({ written, carriageReturn }) => (written > 0 ? carriageReturn : undefined),
    message: () => 'The line ends with CRLF: written with LF',
  },
  {
    fixes: 'META_FIXED_LAST_LINE',
    positionIn: ({ written, unended }) => (written > 0 ? unended : undefined),
    message: () => 'The last line gets its line feed: see whether the file was cut off here',
  },
];
