import { fault } from '../read/line-fault.ts';
import type { MetaLineCode } from '../rules/line-rules.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import type { SourcePosition } from './fix-result.ts';

/** What keeps a piece of the source from being an object, where `lint` has nothing to say of its line as a whole. */
export const lineErrors = {
  unfinished: (position: SourcePosition) =>
    errorAt('META_OBJECT_UNFINISHED', 'The object that begins here has no end', position),

  /** @param from where the piece begins that is left out @param at where it stops being JSON */
  notJson: (from: SourcePosition, at: SourcePosition) =>
    errorAt(
      'META_NOT_JSON',
      `From here on the line is left out: it is not JSON at ${at.line === from.line ? '' : `line ${at.line}, `}column ${at.column}`,
      from,
    ),

  notOfEncoding: (from: SourcePosition, encoding: string) =>
    errorAt('META_INVALID_UTF8', `From here on the line is left out: it is not ${encoding}`, from),

  tooLong: (position: SourcePosition, maxLineBytes: number) =>
    errorAt(
      'META_LINE_TOO_LONG',
      `The object is longer than ${maxLineBytes} bytes: one object describes one image`,
      position,
    ),
};

function errorAt(code: MetaLineCode, message: string, position: SourcePosition): MetaLineIssue {
  const { at: _, ...issue } = fault(code, message);
  return { ...issue, ...position };
}
