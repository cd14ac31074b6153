export type TokenKind = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'other';

export interface Token {
  readonly kind: TokenKind;
  readonly at: number;
  readonly end: number;
}

/** What `nextToken` finds where no token is: nothing more; perhaps half of one, if more text follows; what JSON lacks. */
export type NoToken = { readonly kind: 'end' | 'more' | 'fault'; readonly at: number };

const SPACE = /[ \t\r]*/y;
const OTHER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const LONGEST_WORD = 'false'.length;
const QUOTE_OR_ESCAPE = /["\\]/g;

/**
 * The token of JSON at a place of a line, or behind the space there. What stands inside strings is for `JSON.parse` to judge.
 *
 * @param more whether the line goes on behind the text, where half a token may find its end
 */
export function nextToken(text: string, from: number, more: boolean): Token | NoToken {
  SPACE.lastIndex = from;
  SPACE.test(text);
  const at = SPACE.lastIndex;
  const character = text.charAt(at);
  if (character === '') return { kind: 'end', at };
  if ('{}[],:'.includes(character)) return { kind: character as TokenKind, at, end: at + 1 };
  if (character === '"') {
    const end = stringEnd(text, at);
    if (end !== undefined) return { kind: 'string', at, end };
    return { kind: more ? 'more' : 'fault', at };
  }
  OTHER.lastIndex = at;
  const end = OTHER.test(text) ? OTHER.lastIndex : undefined;
  if (more && text.length - (end ?? at) < LONGEST_WORD) return { kind: 'more', at };
  return end === undefined ? { kind: 'fault', at } : { kind: 'other', at, end };
}

function stringEnd(text: string, at: number): number | undefined {
  for (let from = at + 1; ; ) {
    QUOTE_OR_ESCAPE.lastIndex = from;
    if (!QUOTE_OR_ESCAPE.test(text)) return undefined;
    from = QUOTE_OR_ESCAPE.lastIndex;
    if (text.charAt(from - 1) === '"') return from;
    from += 1; // what is escaped, a quote perhaps
  }
}
