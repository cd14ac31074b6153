import { nextToken, type Token, type TokenKind } from './json-tokens.ts';
import type { Field, LineObject } from './line-object.ts';
import type { Place, TextPart } from './source-place.ts';

/** What stands in a line: an object, once it is whole; a bracket or comma around objects; what belongs to no object. */
export type Found =
  | { readonly kind: 'object'; readonly object: LineObject }
  | { readonly kind: 'outside'; readonly place: Place }
  | { readonly kind: 'fault'; readonly place: Place; readonly begun: Place | undefined };

/** What may follow inside an object, and where it leads: JSON's grammar, with a comma allowed before a closing bracket. */
const VALUE = { string: 'after', other: 'after', '{': 'open', '[': 'open' } as const;
const GRAMMAR = {
  firstKey: { string: 'colon', '}': 'close' },
  key: { string: 'colon', '}': 'close' },
  colon: { ':': 'value' },
  value: VALUE,
  firstItem: { ...VALUE, ']': 'close' },
  item: { ...VALUE, ']': 'close' },
  after: { ',': 'comma', '}': 'close', ']': 'close' },
} as const satisfies Record<string, Partial<Record<TokenKind, string>>>;

type State = keyof typeof GRAMMAR;
type Step = 'after' | 'colon' | 'value' | 'open' | 'close' | 'comma';

/** Deeper brackets are no record's. It also bounds how often lines are read again that an unfinished object swallowed. */
const DEEPEST = 32;
const OPENING: Partial<Record<TokenKind, TokenKind>> = { '}': '{', ']': '[' };

/**
 * Finds the objects in lines that are read one after the other, wherever they begin and end. Told of a line that
 * cannot go on the object that is open, it says so at once and forgets that object.
 */
export class ObjectFinder {
  #open: OpenObject | undefined;
  /** Half a token, at the end of a part of a long line. */
  #carried = '';

  /** Where the object began that is not whole yet. */
  get begun(): Place | undefined {
    return this.#open?.start;
  }

  *read(next: TextPart): Generator<Found, void, void> {
    const part = withCarried(this.#carried, next);
    this.#carried = '';
    for (let from = 0; ; ) {
      const token = nextToken(part.text, from, !part.last);
      if (token.kind === 'end') return;
      if (token.kind === 'more' && this.#open !== undefined) {
        this.#carried = part.text.slice(token.at);
        return;
      }
      const place = { part, at: token.at };
      const isToken = token.kind !== 'fault' && token.kind !== 'more'; // no half token stands around objects
      const found = isToken ? this.#take(token as Token, place) : 'fault';
      if (found === 'fault') {
        const begun = this.begun;
        this.forget();
        yield { kind: 'fault', place, begun };
        return;
      }
      if (found !== undefined) yield found;
      from = (token as Token).end;
    }
  }

  /** Gives up the object that is open. */
  forget(): void {
    this.#open = undefined;
    this.#carried = '';
  }

  #take(token: Token, place: Place): Found | 'fault' | undefined {
    if (this.#open === undefined) {
      if (token.kind === '{') this.#open = new OpenObject(place);
      else return '[],'.includes(token.kind) ? { kind: 'outside', place } : 'fault';
      return undefined;
    }
    if (!this.#open.take(token, place)) return 'fault';
    if (!this.#open.isWhole) return undefined;
    const object = this.#open.finish(place, token.end);
    this.#open = undefined;
    return { kind: 'object', object };
  }
}

/** A part of a line, behind what was carried over from the part before it. */
const withCarried = (carried: string, part: TextPart): TextPart =>
  carried === ''
    ? part
    : {
        ...part,
        text: carried + part.text,
        before: part.before - carried.length,
        offset: part.offset - new TextEncoder().encode(carried).length,
      };

class OpenObject {
  readonly start: Place;
  readonly #fields: { -readonly [K in keyof Field]: Field[K] }[] = [];
  #brackets: TokenKind[] = ['{'];
  #state: State = 'firstKey';
  #comma: Place | undefined;
  #trailingComma: Place | undefined;

  constructor(start: Place) {
    this.start = start;
  }

  get isWhole(): boolean {
    return this.#brackets.length === 0;
  }

  /** @returns false when the token cannot stand there */
  take({ kind, at, end }: Token, place: Place): boolean {
    const allowed: Partial<Record<TokenKind, Step>> = GRAMMAR[this.#state];
    const step = allowed[kind];
    if (step === undefined || (step === 'close' && this.#brackets.at(-1) !== OPENING[kind])) return false;
    if (step === 'open' && this.#brackets.length === DEEPEST) return false;
    const text = place.part.text.slice(at, end);
    if (!this.#keep(text, step, place)) return false;
    if (step === 'comma') this.#comma = place;
    else {
      if (step === 'close') this.#trailingComma ??= this.#comma;
      this.#comma = undefined;
    }
    this.#state = this.#after(step, kind);
    return true;
  }

  finish({ part }: Place, end: number): LineObject {
    const { start } = this;
    return {
      start,
      lastLine: part.line,
      fields: this.#fields,
      raw: part === start.part ? part.text.slice(start.at, end) : undefined,
      trailingComma: this.#trailingComma,
    };
  }

  /** Puts a token where it belongs: into a new field, into its value, or nowhere. */
  #keep(text: string, step: Step, place: Place): boolean {
    const field = this.#fields.at(-1);
    if (this.#brackets.length === 1) {
      if (step === 'colon') {
        const name = nameOf(text);
        if (name === undefined) return false;
        this.#fields.push({ name, rawName: text, value: '', place });
      } else if (field !== undefined && (step === 'after' || step === 'open')) {
        field.value = text;
        field.place = place;
      }
    } else if (field !== undefined && step !== 'comma') {
      field.value += this.#comma === undefined || step === 'close' ? text : `,${text}`;
    }
    return true;
  }

  #after(step: Step, kind: TokenKind): State {
    if (step === 'open') this.#brackets.push(kind);
    if (step === 'close') this.#brackets.pop();
    if (step === 'open') return kind === '{' ? 'firstKey' : 'firstItem';
    if (step === 'comma') return this.#brackets.at(-1) === '{' ? 'key' : 'item';
    return step === 'close' ? 'after' : step;
  }
}

function nameOf(rawName: string): string | undefined {
  try {
    return JSON.parse(rawName) as string;
  } catch {
    return undefined; // an escape that JSON does not have
  }
}
