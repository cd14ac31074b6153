import type { RequestHeaders } from '../signature/signed-request.ts';
import type { OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
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

/** What the names of the conditions on the source of a copy begin with. */
export const COPY_CONDITIONS = 'x-oss-copy-source-';

/**
 * The answer 304 when a condition says so, undefined when all of them hold.
 *
 * @param start what the names of the headers begin with
 * @throws {OssRefusal} with 412 when a condition does not hold
 */
export function checkReadConditions(
  headers: RequestHeaders,
  object: StoredObject,
  start: '' | typeof COPY_CONDITIONS = '',
): OssReply | undefined {
  const failed = CONDITIONS.find(({ header, holds }) => {
    const value = headers[`${start}${header}`];
    return value !== undefined && !holds(value, object);
  });
  if (failed === undefined) return undefined;
  if (failed.status === 412) refuse('PreconditionFailed', { Condition: `${start}${failed.header}` });
  return { status: 304, headers: versionHeaders(object) };
}

/** The headers that tell which version of an object it is. */
export const versionHeaders = ({ etag, lastModified }: StoredObject): Record<string, string> => ({
  ETag: `"${etag}"`,
  'Last-Modified': new Date(lastModified).toUTCString(),
});

const names = (value: string, { etag }: StoredObject): boolean =>
  value
    .split(',')
    .map((one) => one.trim().replace(/^"|"$/g, ''))
    .some((one) => one === '*' || one === etag);

/** NaN for text that is not a date; such a condition holds, as HTTP demands. */
const seconds = (date: string): number => Date.parse(date) / 1000;

const modifiedSeconds = ({ lastModified }: StoredObject): number => Math.floor(lastModified / 1000);
