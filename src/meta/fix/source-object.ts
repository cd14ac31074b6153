import { visit } from 'jsonc-parser';
import { LINE_FEED } from '../../shared/lines.ts';
import { META_FIELDS } from '../model/meta-fields.ts';
import type { SourcePosition } from './fix-result.ts';

/** A key and its value as they stand in an object. */
export interface Field {
  readonly name: string;
  /** The name in quotes, with the escapes it was written with. */
  readonly rawName: string;
  /** JSON without space between its parts: numbers and strings with the very characters they were written with. */
  readonly value: string;
  /** Where the value begins in the object's text, in characters from 0. */
  readonly at: number;
}

/** An object of the source: JSON, save for commas that nothing follows. */
export interface SourceObject {
  readonly position: SourcePosition;
  readonly text: string;
  readonly isOverLines: boolean;
  readonly fields: readonly Field[];
  /** The place of a comma that nothing follows. */
  readonly trailingComma: number | undefined;
}

/** Where characters of an object stand in the source: faster for one behind the other. */
export class ObjectPositions {
  readonly #object: Pick<SourceObject, 'position' | 'text'>;
  #at = 0;
  #last: SourcePosition;

  constructor(object: Pick<SourceObject, 'position' | 'text'>) {
    this.#object = object;
    this.#last = object.position;
  }

  /** @param at in characters from 0 */
  of(at: number): SourcePosition {
    const { position, text } = this.#object;
    const isBehind = at >= this.#at;
    let { line, column, offset } = isBehind ? this.#last : position;
    for (let n = isBehind ? this.#at : 0; n < at; n++) {
      const unit = text.charCodeAt(n);
      offset += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
      column += 1;
      if (unit === LINE_FEED) {
        line += 1;
        column = 1;
      }
    }
    this.#at = at;
    this.#last = { line, column, offset };
    return this.#last;
  }
}

type Fields = Pick<SourceObject, 'fields' | 'trailingComma'>;

/** The fields of an object's text; where it stops being JSON, if it does. */
export function readFields(text: string): Fields | { readonly faultAt: number } {
  const fields: Field[] = [];
  let depth = 0;
  let [name, rawName] = ['', ''];
  let [nested, nestedAt] = ['', 0]; // the value that is an object or a list, without space, and where it begins
  let comma = -1; // the last token, if it was a comma
  let trailingComma: number | undefined;
  const raw = (at: number, length: number) => text.substring(at, at + length);
  const write = (token: string) => {
    if (comma !== -1 && depth > 1) nested += ',';
    comma = -1;
    nested += token;
  };
  const open = (bracket: string) => (at: number) => {
    if (depth === 1) [nested, nestedAt, comma] = ['', at, -1];
    if (depth > 0) write(bracket);
    depth += 1;
  };
  const close = (bracket: string) => () => {
    if (comma !== -1) trailingComma ??= comma;
    comma = -1;
    depth -= 1;
    if (depth > 0) nested += bracket;
    if (depth === 1) fields.push({ name, rawName, value: nested, at: nestedAt });
  };
  try {
    visit(
      text,
      {
        onObjectBegin: open('{'),
        onArrayBegin: open('['),
        onObjectEnd: close('}'),
        onArrayEnd: close(']'),
        onObjectProperty: (property, at, length) => {
          if (depth > 1) return write(raw(at, length));
          comma = -1;
          [name, rawName] = [property, raw(at, length)];
        },
        onLiteralValue: (_, at, length) => {
          if (depth > 1) return write(raw(at, length));
          fields.push({ name, rawName, value: raw(at, length), at });
        },
        onSeparator: (character, at) => {
          if (character === ',') comma = at;
          else if (depth > 1) nested += ':';
        },
        onError: (_, at) => {
          throw new Fault(at);
        },
      },
      { disallowComments: true, allowTrailingComma: true },
    );
  } catch (error) {
    if (error instanceof Fault) return { faultAt: error.at };
    throw error;
  }
  return { fields, trailingComma };
}

/** The first fault is enough. */
class Fault {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }
}

const PLACES = new Map<string, number>(META_FIELDS.map(({ wire }, n) => [wire, n]));
const placeOf = ({ name }: Field): number => PLACES.get(name) ?? META_FIELDS.length;

/** Whether fields are known ones in the order in which `MetaFileBuilder` writes them, each once. */
export function inOrder(fields: readonly Field[]): boolean {
  let last = -1;
  return fields.every((field) => {
    const place = placeOf(field);
    const isNext = place > last && place < META_FIELDS.length;
    last = place;
    return isNext;
  });
}

/**
 * Fields as a line: in the order in which `MetaFileBuilder` writes them, unknown ones behind them in their own order. Every
 * value keeps the characters it was written with.
 */
export function formatFields(fields: readonly Field[]): string {
  const ordered = inOrder(fields) ? fields : fields.toSorted((one, other) => placeOf(one) - placeOf(other));
  let line = '';
  for (const field of ordered) {
    const key = PLACES.has(field.name) ? `"${field.name}"` : field.rawName;
    line += `${line === '' ? '' : ','}${key}:${field.value}`;
  }
  return `{${line}}`;
}
