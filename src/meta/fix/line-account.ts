import { fixNote, type MetaFixNote } from './fix-note.ts';
import type { LineFate } from './fix-tally.ts';
import type { MetaFixCode } from './meta-fix-code.ts';
import { type Place, tellPlace } from './source-place.ts';

/** What is known of a line of the source, until its fate is settled. */
export class LineAccount {
  /** From 1. */
  readonly line: number;
  /** Its first character, behind a byte order mark. */
  start: Place | undefined;
  hasMark = false;
  /** The first bracket or comma around its objects. */
  outside: Place | undefined;
  /** What became of an object that ends in it and began in a line before. */
  tail: 'joined' | 'leftOut' | undefined;
  /** Whole objects that begin in it; lines written of them. */
  objects = 0;
  written = 0;
  /** Whether its last object goes on in the next line. */
  goesOn = false;
  isLong = false;
  isChanged = false;
  hasErrors = false;
  carriageReturn: Place | undefined;
  /** Where its line feed is missing. */
  unended: Place | undefined;

  constructor(line: number) {
    this.line = line;
  }

  /** What was repaired around its objects. */
  get notes(): readonly MetaFixNote[] {
    return FRAME.flatMap(({ fixes, placeIn, message }) => {
      const place = placeIn(this);
      if (place === undefined) return [];
      return [fixNote(fixes, message(this), tellPlace(place))];
    });
  }

  get fate(): LineFate {
    if (this.hasErrors || this.tail === 'leftOut') return 'leftOut';
    if (this.objects > 0) return this.isChanged || this.notes.length > 0 ? 'fixed' : 'kept';
    return this.tail ?? 'dropped';
  }

  get isBlank(): boolean {
    return this.fate === 'dropped' && this.outside === undefined;
  }
}

/** A repair of what stands around objects: where it was made in a line, if it was. */
interface FrameRepair {
  readonly fixes: MetaFixCode;
  readonly placeIn: (line: LineAccount) => Place | undefined;
  readonly message: (line: LineAccount) => string;
}

/** Of a line that is left out nothing is repaired, except where a part of it is written. */
const isUsed = ({ written, hasErrors, tail }: LineAccount) =>
  written > 0 || (!hasErrors && tail !== 'leftOut');

/** Objects that stand in a line, whole or in part. */
const countIn = ({ objects, tail }: LineAccount) => objects + (tail === undefined ? 0 : 1);

const FRAME: readonly FrameRepair[] = [
  {
    fixes: 'META_FIXED_BYTE_ORDER_MARK',
    placeIn: (line) => (line.hasMark && isUsed(line) ? line.start : undefined),
    message: () => 'The byte order mark is left out',
  },
  {
    fixes: 'META_FIXED_BLANK_LINE',
    placeIn: (line) => (line.objects === 0 && isUsed(line) && line.isBlank ? line.start : undefined),
    message: () => 'The line is blank: left out',
  },
  {
    fixes: 'META_FIXED_ARRAY',
    placeIn: (line) => (isUsed(line) ? line.outside : undefined),
    message: () => 'Brackets and commas around objects are left out',
  },
  {
    fixes: 'META_FIXED_SEVERAL_OBJECTS',
    placeIn: (line) => (line.written > 0 && (countIn(line) > 1 || line.isLong) ? line.start : undefined),
    message: (line) =>
      countIn(line) > 1
        ? `${countIn(line)} objects stand in the line, whole or in part: each is written in a line of its own`
        : 'The line is very long: its object is written in a line of its own',
  },
  {
    fixes: 'META_FIXED_CARRIAGE_RETURN',
    placeIn: (line) => (line.written > 0 && !line.goesOn ? line.carriageReturn : undefined),
    message: () => 'The line ends with CRLF: written with LF',
  },
  {
    fixes: 'META_FIXED_LAST_LINE',
    placeIn: (line) => (line.written > 0 ? line.unended : undefined),
    message: () => 'The last line gets its line feed: see whether the file was cut off here',
  },
];
