import type { RequestHeaders } from './signed-request.ts';

/** `20231216T162057Z`, the form of a time in V4 signatures. */
export const v4Date = (ms: number): string =>
  new Date(ms).toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '');

/** `20231216`, the day of a time in UTC. */
export const v4Day = (ms: number): string => v4Date(ms).slice(0, 8);

/** Milliseconds since 1970; undefined for any other text. */
function v4Time(text: string): number | undefined {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** When a request with a V4 header was signed. */
export interface V4Moment {
  /** As the signature has it. */
  readonly text: string;
  /** In ms since 1970. */
  readonly time: number;
}

/** The moment of `x-oss-date`, or else that of `Date` in the form of RFC 1123, which the client for Go sends and signs. */
export function v4Moment(headers: RequestHeaders): V4Moment | undefined {
  const { 'x-oss-date': ossDate, date } = headers;
  const [text = '', time] = ossDate === undefined ? [date, httpTime(date)] : [ossDate, v4Time(ossDate)];
  return time === undefined ? undefined : { text, time };
}

function httpTime(text = ''): number | undefined {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toUTCString() === text ? time : undefined;
}
