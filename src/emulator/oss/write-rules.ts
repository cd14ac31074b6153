import type { RequestHeaders } from '../signature/signed-request.ts';
import type { OssCall } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import { md5Of, type ObjectProperties } from './stored-object.ts';

/** OSS has no compare-and-swap: a write with one of these is refused whatever its value. */
const CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

export function refuseConditions(headers: RequestHeaders): void {
  const condition = CONDITIONS.find((name) => headers[name] !== undefined);
  if (condition !== undefined) refuse('ConditionOnPut', { Header: condition });
}

/** @throws {OssRefusal} when `x-oss-forbid-overwrite` protects an object that is there */
export function checkOverwrite({ state, bucket, key, headers }: OssCall): void {
  const value = headers['x-oss-forbid-overwrite'] ?? 'false';
  if (value !== 'true' && value !== 'false') {
    refuse('InvalidArgument', { ArgumentName: 'x-oss-forbid-overwrite', ArgumentValue: value });
  }
  if (value === 'true' && state.getObject(bucket, key) !== undefined) {
    refuse('FileAlreadyExists', { Key: key });
  }
}

/** @throws {OssRefusal} when the body is not the one that `Content-MD5` tells of */
export function checkDigest(headers: RequestHeaders, bytes: Buffer): void {
  const md5 = headers['content-md5'];
  if (md5 === undefined) return;
  const calculated = md5Of(bytes).toString('base64');
  if (md5 !== calculated) refuse('InvalidDigest', { ExpectedDigest: md5, CalculatedDigest: calculated });
}

/** What a request says of the object that it writes. */
export const writtenProperties = (headers: RequestHeaders): ObjectProperties => ({
  contentType: headers['content-type'],
  headers: Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value !== undefined && (KEPT_HEADERS.includes(name) || name.startsWith('x-oss-meta-'))
        ? [[name, value] as const]
        : [],
    ),
  ),
});
