import { createHash } from 'node:crypto';
import type { RequestHeaders } from '../signature/signed-request.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import type { StoredObject } from './stored-object.ts';

/** OSS has no compare-and-swap: a PUT with one of these is refused whatever its value. */
const CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

export async function putObject(call: OssCall): Promise<OssReply> {
  const { state, bucket, key, headers } = call;
  const condition = CONDITIONS.find((name) => headers[name] !== undefined);
  if (condition !== undefined) refuse('ConditionOnPut', { Header: condition });
  const mayOverwrite = readMayOverwrite(headers);

  const bytes = await call.readBody();
  if (!mayOverwrite && state.getObject(bucket, key) !== undefined) refuse('FileAlreadyExists', { Key: key });
  checkDigest(headers, bytes);
  const object = state.putObject(bucket, key, bytes, {
    contentType: headers['content-type'],
    headers: keptHeaders(headers),
  });
  return { status: 200, headers: digestHeaders(object) };
}

/** The headers about an object's bytes that every answer has. */
export const digestHeaders = (object: StoredObject): Record<string, string> => ({
  ETag: `"${object.etag}"`,
  'Content-MD5': object.md5.toString('base64'),
  'x-oss-hash-crc64ecma': object.crc64,
});

function readMayOverwrite(headers: RequestHeaders): boolean {
  const value = headers['x-oss-forbid-overwrite'] ?? 'false';
  if (value !== 'true' && value !== 'false') {
    refuse('InvalidArgument', {
      ArgumentName: 'x-oss-forbid-overwrite',
      ArgumentValue: value,
    });
  }
  return value === 'false';
}

function checkDigest(headers: RequestHeaders, bytes: Buffer): void {
  const md5 = headers['content-md5'];
  if (md5 === undefined) return;
  const calculated = createHash('md5').update(bytes).digest('base64');
  if (md5 !== calculated) refuse('InvalidDigest', { ExpectedDigest: md5, CalculatedDigest: calculated });
}

const keptHeaders = (headers: RequestHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value !== undefined && (KEPT_HEADERS.includes(name) || name.startsWith('x-oss-meta-'))
        ? [[name, value] as const]
        : [],
    ),
  );
