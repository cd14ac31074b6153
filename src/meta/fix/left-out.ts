import { fault } from '../read/line-fault.ts';
import type { LineReader } from '../read/line-reader.ts';
import type { MetaLineCode } from '../rules/line-rules.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import { type LinePart, markLength } from './line-part.ts';
import { type Place, tellPlace } from './source-place.ts';

/** What is wrong with a whole line, as `lint` says it: its errors. */
export function errorsOf(part: LinePart, reader: LineReader, encoding: string): readonly MetaLineIssue[] {
  const mark = markLength(part);
  const { bytes, line, offset, ended } = part;
  const { issues } = reader.read({
    bytes: bytes.subarray(mark),
    line,
    offset: offset + mark,
    cut: false,
    ended,
  });
  const errors = issues.filter(({ severity }) => severity === 'error');
  return encoding === 'utf-8' ? errors : errors.map((issue) => inEncoding(issue, encoding));
}

/** A line that could not be decoded is no UTF-8 either, but nobody said it was. */
const inEncoding = (issue: MetaLineIssue, encoding: string): MetaLineIssue =>
  issue.code === 'META_INVALID_UTF8'
    ? { ...issue, column: 1, message: `The line is not ${encoding}: it cannot be read` }
    : issue;

/** An error of a line, at a place of it. */
export function errorAt(code: MetaLineCode, message: string, place: Place): MetaLineIssue {
  const { at: _, ...issue } = fault(code, message);
  return { ...issue, ...tellPlace(place) };
}
