import type { MetaLineIssue } from '../meta-issue.ts';
import type { MetaIssueCode } from '../meta-issue-code.ts';
import { decodeLine } from '../read/line-fault.ts';
import { errorAt } from './left-out.ts';
import { LineAccount } from './line-account.ts';
import type { LineObject } from './line-object.ts';
import { copyOf, isWhole, type LinePart, markLength, mayBeObject } from './line-part.ts';
import type { LineWriter } from './line-writer.ts';
import { type Found, ObjectFinder } from './object-finder.ts';
import { type Place, type TextPart, tellPlace } from './source-place.ts';

/** An object over more lines is none. */
const MOST_LINES = 1_000;

/** What the rules let pass and is repaired nevertheless: around an object, and in it. */
const AROUND: readonly MetaIssueCode[] = [
  'META_BYTE_ORDER_MARK',
  'META_CARRIAGE_RETURN',
  'META_LAST_LINE_UNENDED',
];
const INSIDE: readonly MetaIssueCode[] = ['META_UNKNOWN_KEY', 'META_OLD_DIALECT'];

/** An object that is whole, and the line it begins in: held until what follows it in its last line is understood. */
interface HeldObject {
  readonly object: LineObject;
  readonly begun: LineAccount;
}

/** An object that goes on, and what was read since it began: to be read again if it turns out to have no end. */
interface OpenObject {
  readonly begun: LineAccount;
  readonly place: Place;
  readonly offset: number;
  readonly parts: LinePart[];
}

/** Takes the lines of a source one by one, and has each written, or what it was meant to be, or told why not. */
export class LineFixer {
  readonly #writer: LineWriter;
  readonly #finder = new ObjectFinder();
  #line = new LineAccount(0);
  /** Characters of the line before the next part. */
  #before = 0;
  /** Whether the rest of the line is left out. */
  #skips = false;
  #object: HeldObject | undefined;
  #open: OpenObject | undefined;

  constructor(writer: LineWriter) {
    this.#writer = writer;
  }

  /** Whether the next line stands for itself, and does not go on an object. */
  get isBetweenObjects(): boolean {
    return this.#open === undefined && !this.#skips;
  }

  take(part: LinePart): void {
    const waiting = [part];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      waiting.unshift(...this.#read(next));
  }

  /** No line follows. */
  end(): void {
    for (let open = this.#open; open !== undefined; open = this.#open)
      for (const part of this.#giveUp(open)) this.take(part);
  }

  /** @returns parts to be read again before any other */
  #read(part: LinePart): readonly LinePart[] {
    if (part.first) {
      this.#line = new LineAccount(part.line);
      this.#before = 0;
    }
    if (this.#skips) return this.#skip(part);
    if (this.#open === undefined && isWhole(part) && this.#keep(part)) return [];
    const text = this.#textOf(part);
    if (text === undefined) {
      const place = { part: { ...part, before: this.#before, text: '' }, at: 0 };
      const message = `From here on the line is left out: it is not ${this.#writer.encoding}`;
      return this.#leaveOut(part, this.#open, errorAt('META_INVALID_UTF8', message, place));
    }
    for (const found of this.#finder.read(text)) {
      if (found.kind === 'fault') return this.#leaveOut(part, this.#open, this.#faultOf(found));
      if (found.kind === 'object') this.#hold(found.object);
      else this.#line.outside ??= found.place;
    }
    if (part.last) this.#endLine(part, text);
    return this.#goOn(part);
  }

  /** Writes a line as it is, if nothing has to be repaired but what stands around its object. */
  #keep(part: LinePart): boolean {
    if (!mayBeObject(part)) return false;
    const { record, issues } = this.#writer.read(part);
    if (record === undefined || issues.some(({ code }) => INSIDE.includes(code))) return false;
    if (!issues.some(({ code }) => AROUND.includes(code))) {
      this.#writer.keepLine(part.bytes, record);
      return true;
    }
    const text = this.#textOf(part);
    if (text === undefined) return false;
    const line = this.#line;
    this.#writer.writeLine(this.#markEnd(part, text), record, line);
    line.objects = 1;
    this.#writer.settle(line);
    return true;
  }

  /** @returns undefined when the bytes are no text */
  #textOf(part: LinePart): TextPart | undefined {
    const mark = markLength(part);
    const text = decodeLine(part.bytes.subarray(mark));
    if (text === undefined) return undefined;
    const { line, last } = part;
    const isBlank = isWhole(part) && text.trim() === ''; // of any kind of space
    const found = { line, last, before: this.#before, offset: part.offset + mark, text: isBlank ? '' : text };
    this.#before += text.length;
    if (part.first) {
      this.#line.start = { part: found, at: 0 };
      this.#line.hasMark = mark > 0;
      this.#line.isLong = !last;
    }
    return found;
  }

  /** Notes how a line ends. @returns its text without a carriage return */
  #markEnd({ ended }: LinePart, part: TextPart): string {
    const { text } = part;
    const hasReturn = text.endsWith('\r');
    if (hasReturn) this.#line.carriageReturn = { part, at: text.length - 1 };
    if (!ended) this.#line.unended = { part, at: text.length };
    return hasReturn ? text.slice(0, -1) : text;
  }

  #hold(object: LineObject): void {
    this.#writeHeld(undefined);
    this.#object = { object, begun: this.#open?.begun ?? this.#line };
    this.#open = undefined;
  }

  #endLine(part: LinePart, text: TextPart): void {
    const line = this.#line;
    const whole = this.#markEnd(part, text);
    line.goesOn = this.#finder.begun !== undefined;
    const isAlone =
      !line.goesOn &&
      isWhole(part) &&
      line.outside === undefined &&
      line.objects === 0 &&
      line.tail === undefined;
    this.#writeHeld(isAlone ? whole : undefined);
    if (!line.goesOn) this.#writer.settle(line);
  }

  /** @param whole the text of the line, if nothing stands in it but the object */
  #writeHeld(whole: string | undefined): void {
    const held = this.#object;
    if (held === undefined) return;
    this.#object = undefined;
    const isOwn = held.begun === this.#line;
    const fate = this.#writer.writeObject(held.object, held.begun, isOwn ? whole : undefined);
    if (!isOwn) this.#settleUntilHere(held.begun, fate);
  }

  /** Settles the lines of an object that ends in this one. */
  #settleUntilHere(begun: LineAccount, fate: 'joined' | 'leftOut'): void {
    this.#writer.settle(begun);
    this.#writer.count(fate, this.#line.line - begun.line - 1);
    this.#line.tail = fate;
  }

  /** Holds what the open object may have to give back; gives it up when it grows beyond all bounds. */
  #goOn(part: LinePart): readonly LinePart[] {
    const place = this.#finder.begun;
    if (place === undefined) return [];
    this.#open ??= { begun: this.#line, place, offset: tellPlace(place).offset, parts: [] };
    const open = this.#open;
    if (open.begun !== this.#line || isWhole(part)) open.parts.push(copyOf(part));
    const { maxLineBytes } = this.#writer;
    const isTooLong = part.offset + part.bytes.length - open.offset > maxLineBytes;
    if (!isTooLong && part.line - open.begun.line + 1 < MOST_LINES) return [];
    if (open.begun !== this.#line) return this.#giveUp(open);
    const message = `The object is longer than ${maxLineBytes} bytes: one object describes one image`;
    return this.#leaveOut(part, undefined, errorAt('META_LINE_TOO_LONG', message, place));
  }

  /**
   * Leaves out the rest of a line that cannot be read on, and the object held before it; or, if the line cannot go on an
   * object of the lines before, that object's first line, and reads the others for themselves.
   */
  #leaveOut(part: LinePart, open: OpenObject | undefined, issue: MetaLineIssue): readonly LinePart[] {
    const line = this.#line;
    if (open !== undefined && open.begun !== line) return [...this.#giveUp(open), part];
    const held = this.#object;
    this.#forget();
    if (held !== undefined && held.begun !== line) {
      held.begun.hasErrors = true;
      this.#settleUntilHere(held.begun, 'leftOut');
    }
    this.#writer.tellLeftOut(line, isWhole(part) ? part : undefined, issue);
    if (part.last) this.#writer.settle(line);
    else this.#skips = true;
    return [];
  }

  #giveUp({ begun, place, parts }: OpenObject): readonly LinePart[] {
    this.#forget();
    const [start] = parts;
    const isThere = start !== undefined && start.line === begun.line;
    const issue = errorAt('META_OBJECT_UNFINISHED', 'The object that begins here has no end', place);
    this.#writer.tellLeftOut(begun, isThere ? start : undefined, issue);
    this.#writer.settle(begun);
    return isThere ? parts.slice(1) : parts;
  }

  #faultOf({ place, begun }: Extract<Found, { kind: 'fault' }>): MetaLineIssue {
    const held = this.#object?.begun === this.#line ? this.#object.object.start : undefined;
    const { column } = tellPlace(place);
    const message = `From here on the line is left out: it is no JSON at column ${column}`;
    return errorAt('META_NOT_JSON', message, held ?? begun ?? place);
  }

  #skip(part: LinePart): readonly LinePart[] {
    if (part.last) {
      this.#skips = false;
      this.#writer.settle(this.#line);
    }
    return [];
  }

  #forget(): void {
    this.#finder.forget();
    this.#object = undefined;
    this.#open = undefined;
  }
}
