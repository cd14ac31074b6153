import type { RequestHeaders } from '../signature/signed-request.ts';
import type { StoredObject } from './stored-object.ts';

interface Condition {
  readonly header: string;
  /** The answer when it does not hold. */
  readonly status: 304 | 412;
  readonly holds: (value: string, object: StoredObject) => boolean;
}

/** Conditions of GET and HEAD, each checked separately; the first that does not hold decides. */
const CONDITIONS: readonly Condition[] = [
  { header: 'if-match', status: 412, holds: (value, object) => names(value, object) },
  {
    header: 'if-unmodified-since',
    status: 412,
    holds: (value, object) => !(modifiedSeconds(object) > seconds(value)),
  },
  { header: 'if-none-match', status: 304, holds: (value, object) => !names(value, object) },
  {
    header: 'if-modified-since',
    status: 304,
    holds: (value, object) => !(modifiedSeconds(object) <= seconds(value)),
  },
];

export function failedReadCondition(
  headers: RequestHeaders,
  object: StoredObject,
): Pick<Condition, 'header' | 'status'> | undefined {
  return CONDITIONS.find(({ header, holds }) => {
    const value = headers[header];
    return value !== undefined && !holds(value, object);
  });
}

const names = (value: string, { etag }: StoredObject): boolean =>
  value
    .split(',')
    .map((one) => one.trim().replace(/^"|"$/g, ''))
    .some((one) => one === '*' || one === etag);

/** NaN for text that is not a date; such a condition holds, as HTTP demands. */
const seconds = (date: string): number => Date.parse(date) / 1000;

const modifiedSeconds = ({ lastModified }: StoredObject): number => Math.floor(lastModified / 1000);
