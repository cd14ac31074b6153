import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';

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
    const kind = printParseErrorCode(error);
    throw new Stop({ at, kind, what: WHAT[kind] ?? 'a syntax error' });
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

const WHAT: Record<string, string> = {
  InvalidSymbol: 'an unexpected character',
  InvalidNumberFormat: 'a malformed number',
  PropertyNameExpected: 'no property name where one must stand',
  ValueExpected: 'no value where one must stand',
  ColonExpected: 'no colon where one must stand',
  CommaExpected: 'no comma where one must stand',
  CloseBraceExpected: 'no closing brace',
  CloseBracketExpected: 'no closing bracket',
  EndOfFileExpected: 'more text after the object',
  InvalidCommentToken: 'a comment',
  UnexpectedEndOfComment: 'a comment',
  UnexpectedEndOfString: 'a string without its closing quote',
  UnexpectedEndOfNumber: 'a malformed number',
  InvalidUnicode: 'a malformed \\u escape',
  InvalidEscapeCharacter: 'an unknown escape',
  InvalidCharacter: 'a raw control character in a string',
};
