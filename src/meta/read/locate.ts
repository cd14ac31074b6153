import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A place in a line: characters from 0. */
interface LocatedKey {
  readonly name: string;
  readonly valueAt: number;
}

export interface LocatedLine {
  /** What keeps the line from being JSON, or undefined. */
  readonly fault: { readonly at: number; readonly what: string } | undefined;
  /** The keys of the object, in order, repeated ones too. */
  readonly keys: readonly LocatedKey[];
}

/** Where things stand in a line. Slower than `JSON.parse`, so asked only of lines that have an issue. */
export function locate(text: string): LocatedLine {
  try {
    return parsed(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { fault: { at: 0, what: 'brackets nested too deeply' }, keys: [] }; // jsonc-parser calls itself for each
  }
}

function parsed(text: string): LocatedLine {
  const errors: ParseError[] = [];
  const root: Node | undefined = parseTree(text, errors, {
    disallowComments: true,
    allowEmptyContent: false,
  });
  const [first] = errors;
  return {
    fault: first && { at: first.offset, what: WHAT[printParseErrorCode(first.error)] ?? 'a syntax error' },
    keys: (root?.type === 'object' ? (root.children ?? []) : []).flatMap(
      ({ children: [name, value] = [] }) =>
        name === undefined ? [] : [{ name: String(name.value), valueAt: (value ?? name).offset }],
    ),
  };
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
