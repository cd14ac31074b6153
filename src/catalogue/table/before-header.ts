import type { PassedOver } from '../model/catalogue-summary.ts';

const SEPARATOR_LINE = /^"?sep=(.)"?\s*$/i;
/** Meta's feed begins with such lines. A column can be named `#`. */
const COMMENT = /^#(?![,;\t|])/;

/** The character that Excel's first line `sep=;` names, or undefined when the line is another. */
export const separatorOf = (firstLine: string): string | undefined => SEPARATOR_LINE.exec(firstLine)?.[1];

/** Why a line before the header is passed over; undefined when it may be the header. @param line its number, from 1 */
export function passedOverBeforeHeader(text: string, line: number): PassedOver | undefined {
  if (line === 1 && separatorOf(text) !== undefined) return 'separatorLine';
  return COMMENT.test(text) ? 'comment' : undefined;
}
