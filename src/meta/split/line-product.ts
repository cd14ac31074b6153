import { noValues } from '../rules/field-values.ts';
import { formatLine } from '../write/format-line.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the ProductId begins in a line that we wrote ourselves: it is the second field of each. */
const STARTS = new Map(
  (['ADD', 'DELETE'] as const).map((operation) => {
    const values = noValues();
    [values[0], values[1]] = [operation, '|'];
    const line = formatLine(values);
    const letter = line.indexOf(operation);
    return [operation, { letter, code: operation.charCodeAt(0), start: line.indexOf('|') }] as const;
  }),
);
const ADD = STARTS.get('ADD') as { letter: number; code: number; start: number };
const DELETE = STARTS.get('DELETE') as { letter: number; code: number; start: number };

/** What a line that we wrote ourselves says, as far as a file must be split by it. */
export interface LineProduct {
  readonly isAdd: boolean;
  /** The id as it stands in the line: equal ids are equal bytes. */
  readonly id: Uint8Array;
}

export function productOf(line: Uint8Array): LineProduct {
  const isAdd = line[ADD.letter] === ADD.code;
  const { start } = isAdd ? ADD : DELETE;
  let end = start;
  while (line[end] !== QUOTE) end += line[end] === BACKSLASH ? 2 : 1;
  return { isAdd, id: line.subarray(start, end) };
}
