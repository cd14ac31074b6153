import type { NumberStyle } from './cell-text.ts';
import { xmlEvents } from './xml-events.ts';

const PLAIN: NumberStyle = { isDate: false, digits: 0 };
const DATE: NumberStyle = { isDate: true, digits: 0 };

/** The formats of dates and times that every workbook has, by their numbers: ECMA-376, part 1, 18.8.30. */
const DATE_FORMATS: readonly (readonly [first: number, last: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** How each style of a workbook shows numbers, by the style's number. @param bytes of styles.xml */
export async function numberStyles(
  bytes: AsyncIterable<Uint8Array>,
  fault: (reason: string) => Error,
): Promise<readonly NumberStyle[]> {
  const formats = new Map<number, string>();
  const numbers: number[] = [];
  let isInside = false;
  const events = xmlEvents(
    bytes,
    {
      open: (name, attributes) => {
        if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
        else if (name === 'cellXfs') isInside = true;
        else if (name === 'xf' && isInside) numbers.push(Number(attributes['numFmtId'] ?? 0));
      },
      close: (name) => {
        if (name === 'cellXfs') isInside = false;
      },
    },
    fault,
  );
  for await (const _ of events);
  return numbers.map((number) => styleOf(number, formats.get(number)));
}

export const styleAt = (styles: readonly NumberStyle[], index: string | undefined): NumberStyle =>
  styles[Number(index ?? 0)] ?? PLAIN;

function styleOf(number: number, format: string | undefined): NumberStyle {
  if (format === undefined)
    return DATE_FORMATS.some(([first, last]) => number >= first && number <= last) ? DATE : PLAIN;
  if (/^0+$/.test(format)) return { isDate: false, digits: format.length };
  // Quoted and escaped characters, and colours in brackets, are no part of a date; elapsed hours in brackets are.
  const plain = format.replace(/"[^"]*"|\\.|_.|\[(?!h|m|s)[^[\]]*\]/gi, '');
  return /[ymdhs]/i.test(plain) && !/general/i.test(plain) ? DATE : PLAIN;
}
