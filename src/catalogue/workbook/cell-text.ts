/** How the numbers of a cell are shown, as far as it matters here. */
export interface NumberStyle {
  readonly isDate: boolean;
  /** Zeros before a number, as a format such as `00000` adds them; 0 for none. */
  readonly digits: number;
}

/** Excel keeps and shows 15 significant digits. */
const SIGNIFICANT = 15;

/**
 * A number as Excel shows it: an integer without exponent, a date as ISO 8601 writes it.
 *
 * @param is1904 whether days are counted from 1904, as old Macs did
 */
export function numberText(value: string, { isDate, digits }: NumberStyle, is1904: boolean): string {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  if (isDate) return dateText(number, is1904) ?? value;
  const rounded = Number(number.toPrecision(SIGNIFICANT));
  if (!Number.isInteger(rounded)) return String(rounded);
  const [mantissa = '', exponent = '0'] = Math.abs(rounded).toPrecision(SIGNIFICANT).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shown = exponent === '0' ? whole : `${whole}${fraction}`.padEnd(Number(exponent) + 1, '0');
  return `${rounded < 0 ? '-' : ''}${shown.padStart(digits, '0')}`;
}

const DAY_MS = 86_400_000;
const [EPOCH_1900, EPOCH_1904] = [Date.UTC(1899, 11, 30), Date.UTC(1904, 0, 1)];

/** Before it Excel counts one day less: it takes 1900 for a leap year. */
const MARCH_1900 = 61;

function dateText(serial: number, is1904: boolean): string | undefined {
  const shift = !is1904 && serial < MARCH_1900 ? 1 : 0;
  const ms = Math.round(((serial + shift) * DAY_MS) / 1000) * 1000 + (is1904 ? EPOCH_1904 : EPOCH_1900);
  const date = new Date(ms);
  if (serial < 0 || Number.isNaN(date.getTime())) return undefined;
  const [day = '', time = ''] = date.toISOString().split('T');
  const seconds = time.slice(0, 'hh:mm:ss'.length);
  if (serial < 1 && !is1904) return seconds;
  return Number.isInteger(serial) ? day : `${day}T${seconds}`;
}
