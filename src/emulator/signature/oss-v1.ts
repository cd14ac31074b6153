import { createHmac } from 'node:crypto';
import type { Account } from './account.ts';
import { byText, queryMap, queryPairs } from './canonical-text.ts';
import {
  accessDenied,
  expired,
  invalidArgument,
  judgeOssClaim,
  noValidDate,
  type OssResource,
  type OssVerification,
  skew,
} from './oss-claim.ts';
import { isSubResource } from './oss-sub-resources.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Verdict } from './verdict.ts';

/** Verifies `Authorization: OSS <id>:<signature>`. */
export function verifyOssV1Header(request: SignedRequest, context: OssVerification): Verdict {
  const [, accessKeyId, signature] =
    /^OSS ([^:\s]+):(\S+)$/.exec(request.headers['authorization'] ?? '') ?? [];
  if (accessKeyId === undefined || signature === undefined) {
    return invalidArgument('Authorization header is invalid.');
  }
  const date = dateOf(request);
  const time = Date.parse(date);
  if (Number.isNaN(time)) return noValidDate;
  return judgeOssClaim(
    {
      accessKeyId,
      signature,
      securityToken: request.headers['x-oss-security-token'],
      problem: skew(time, context.clock.now()),
      stringsToSign: [stringToSign(request, context.resource, date)],
      sign,
    },
    context,
  );
}

/** Verifies `?OSSAccessKeyId=…&Expires=…&Signature=…`. */
export function verifyOssV1Query(request: SignedRequest, context: OssVerification): Verdict {
  const query = queryMap(request.url);
  const accessKeyId = query.get('OSSAccessKeyId');
  const expires = query.get('Expires');
  const signature = query.get('Signature');
  if (!accessKeyId || !signature || expires === undefined || !/^\d{1,12}$/.test(expires)) {
    return accessDenied('OSSAccessKeyId, Expires and Signature are all needed in a signed URL.');
  }
  const [until, now] = [Number(expires) * 1000, context.clock.now()];
  return judgeOssClaim(
    {
      accessKeyId,
      signature,
      securityToken: query.get('security-token') ?? request.headers['x-oss-security-token'],
      problem: now > until ? expired(until, now) : undefined,
      stringsToSign: [stringToSign(request, context.resource, expires)],
      sign,
    },
    context,
  );
}

/** The `Authorization` header of a request that has its date already. */
export const ossV1Authorization = (request: SignedRequest, resource: OssResource, account: Account): string =>
  `OSS ${account.accessKeyId}:${sign(account, stringToSign(request, resource, dateOf(request)))}`;

const sign = ({ accessKeySecret }: Account, text: string): string =>
  createHmac('sha1', accessKeySecret).update(text).digest('base64');

const dateOf = ({ headers }: SignedRequest): string => headers['x-oss-date'] ?? headers['date'] ?? '';

function stringToSign(request: SignedRequest, resource: OssResource, date: string): string {
  const { method, headers } = request;
  const ossHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-'))
    .toSorted(byText)
    .map((name) => `${name}:${(headers[name] ?? '').trim()}`);
  return [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    date,
    ...ossHeaders,
    canonicalResource(request, resource),
  ].join('\n');
}

/** Decoded, unlike in V4, and with the signed sub-resources alone. */
function canonicalResource({ url }: SignedRequest, { bucket, key = '' }: OssResource): string {
  const path = bucket === undefined ? '/' : `/${bucket}/${key}`;
  const signed = queryPairs(url)
    .filter(({ name }) => isSubResource(name))
    .toSorted((one, other) => byText(one.name, other.name))
    .map(({ name, value }) => (value === '' ? name : `${name}=${value}`));
  return signed.length === 0 ? path : `${path}?${signed.join('&')}`;
}
