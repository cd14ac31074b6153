import { printParseErrorCode, visit } from 'jsonc-parser';

/** A place in a line: characters from 0. */
interface LocatedKey {
  readonly name: string;
  readonly valueAt: number;
}

export interface LocatedLine {
  /** What keeps the line from being JSON, or undefined. */
  readonly fault: LineFault | undefined;
  /** The keys of the object up to the fault, in order, repeated ones too. */
  readonly keys: readonly LocatedKey[];
}

interface LineFault {
  readonly at: number;
  /** As jsonc-parser calls it. */
  readonly kind: string;
  /** For people. */
  readonly what: string;
}

/** Where things stand in a line. Slower than `JSON.parse`, so asked only of lines that have an issue. */
export function locate(text: string): LocatedLine {
  const keys: LocatedKey[] = [];
  let depth = 0;
  let name: string | undefined;
  const begin = (at: number) => {
    if (depth === 1 && name !== undefined) keys.push({ name, valueAt: at });
    name = undefined;
  };
  const open = (at: number) => {
    begin(at);
    depth += 1;
  };
  const close = () => {
    depth -= 1;
  };
  try {
    visit(
      text,
      {
        onObjectBegin: open,
        onArrayBegin: open,
        onObjectEnd: close,
        onArrayEnd: close,
        onLiteralValue: (_, at) => begin(at),
        onObjectProperty: (property) => {
          if (depth === 1) name = property;
        },
        onError: (error, at) => {
          const kind = printParseErrorCode(error);
          throw new Stop({ at, kind, what: WHAT[kind] ?? 'a syntax error' }); // the first fault is enough
        },
      },
      { disallowComments: true, allowEmptyContent: false },
    );
  } catch (reason) {
    if (reason instanceof Stop) return { fault: reason.fault, keys };
    if (!(reason instanceof RangeError)) throw reason;
    return { fault: { at: 0, kind: 'Depth', what: 'brackets nested too deeply' }, keys }; // jsonc-parser calls itself for each
  }
  return { fault: undefined, keys };
}

class Stop {
  readonly fault: LineFault;

  constructor(fault: LineFault) {
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
