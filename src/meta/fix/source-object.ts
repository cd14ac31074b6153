import { LINE_FEED } from '../../shared/text/lines.ts';
import { META_FIELDS } from '../model/meta-fields.ts';
import type { SourcePosition } from './fix-result.ts';

/** A key and its value as they stand in an object. */
export interface Field {
  readonly name: string;
  /** Which of META_FIELDS it is: behind them all, if it is none. */
  readonly place: number;
  /** The name that stands in the source, with the escapes it was written with. */
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

const PLACES = new Map<string, number>(META_FIELDS.map(({ wire }, n) => [wire, n]));

/** The place of a name among META_FIELDS; behind them all, if it is not there. */
export const placeOf = (name: string): number => PLACES.get(name) ?? META_FIELDS.length;

/** A field with its place. */
export const fieldOf = (name: string, rawName: string, value: string, at: number): Field => ({
  name,
  place: placeOf(name),
  rawName,
  value,
  at,
});

export const isKnown = ({ place }: Field): boolean => place < META_FIELDS.length;

/** Whether fields are known ones in the order in which `MetaFileBuilder` writes them, each once. */
export function inOrder(fields: readonly Field[]): boolean {
  let last = -1;
  for (const { place } of fields) {
    if (place <= last) return false;
    last = place;
  }
  return last < META_FIELDS.length;
}

/**
 * Fields as a line: in the order in which `MetaFileBuilder` writes them, unknown ones behind them in their own order. Every
 * value keeps the characters it was written with.
 */
export function formatFields(fields: readonly Field[]): string {
  const ordered = inOrder(fields) ? fields : fields.toSorted((one, other) => one.place - other.place);
  let line = '';
  for (const field of ordered) {
    const key = isKnown(field) ? field.name : field.rawName;
    line += `${line === '' ? '' : ','}"${key}":${field.value}`;
  }
  return `{${line}}`;
}
