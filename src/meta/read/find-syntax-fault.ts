import { type ParseErrorCode, visit } from 'jsonc-parser';

/** What keeps a line from being JSON. */
export interface SyntaxFault {
  /** In characters from 0. */
  readonly at: number;
  /** As jsonc-parser calls it. */
  readonly kind: string;
  /** For people. */
  readonly what: string;
}

/** The first place where a text is not JSON. Slower than `JSON.parse`, so asked only of what that refuses. */
export function findSyntaxFault(
  text: string,
  { allowTrailingComma = false }: { readonly allowTrailingComma?: boolean } = {},
): SyntaxFault | undefined {
  const onError = (error: ParseErrorCode, at: number) => {
    const [kind, what] = FAULTS[error] ?? ['', 'a syntax error'];
    throw new Stop({ at, kind, what });
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowEmptyContent: false, allowTrailingComma });
  } catch (reason) {
    if (reason instanceof Stop) return reason.fault;
    if (!(reason instanceof RangeError)) throw reason;
    return { at: 0, kind: 'Depth', what: 'brackets nested too deeply' }; // jsonc-parser calls itself for each
  }
  return undefined;
}

class Stop {
  readonly fault: SyntaxFault;

  constructor(fault: SyntaxFault) {
    this.fault = fault;
  }
}

/** By the number that jsonc-parser gives a fault: its name there, and words for people. */
const FAULTS: Readonly<Record<number, readonly [kind: string, what: string]>> = {
  1: ['InvalidSymbol', 'an unexpected character'],
  2: ['InvalidNumberFormat', 'a malformed number'],
  3: ['PropertyNameExpected', 'no property name where one must stand'],
  4: ['ValueExpected', 'no value where one must stand'],
  5: ['ColonExpected', 'no colon where one must stand'],
  6: ['CommaExpected', 'no comma where one must stand'],
  7: ['CloseBraceExpected', 'no closing brace'],
  8: ['CloseBracketExpected', 'no closing bracket'],
  9: ['EndOfFileExpected', 'more text after the object'],
  10: ['InvalidCommentToken', 'a comment'],
  11: ['UnexpectedEndOfComment', 'a comment'],
  12: ['UnexpectedEndOfString', 'a string without its closing quote'],
  13: ['UnexpectedEndOfNumber', 'a malformed number'],
  14: ['InvalidUnicode', 'a malformed \\u escape'],
  15: ['InvalidEscapeCharacter', 'an unknown escape'],
  16: ['InvalidCharacter', 'a raw control character in a string'],
};
