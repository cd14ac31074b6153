import { createHash, createHmac } from 'node:crypto';
import { encodePath, percentEncode } from '../../shared/http/percent-encode.ts';
import type { Account } from './account.ts';
import { byText, type QueryPair, queryPairs } from './canonical-text.ts';
import type { OssResource } from './oss-claim.ts';
import type { SignedRequest } from './signed-request.ts';

export const V4_ALGORITHM = 'OSS4-HMAC-SHA256';
export const V4_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** What a V4 signature is bound to. */
export interface V4Scope {
  /** `20231216`. */
  readonly day: string;
  readonly regionId: string;
}

/** Lower-case names of headers that are signed though they need not be, sorted. */
export type AdditionalHeaders = readonly string[];

export const scopeText = ({ day, regionId }: V4Scope): string => `${day}/${regionId}/oss/aliyun_v4_request`;

export function signV4(account: Account, scope: V4Scope, stringToSign: string): string {
  const chain = [scope.day, scope.regionId, 'oss', 'aliyun_v4_request'];
  const key = chain.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `aliyun_v4${account.accessKeySecret}`,
  );
  return createHmac('sha256', key).update(stringToSign).digest('hex');
}

/**
 * The texts that the request may have signed. There are several when the query has an empty value: ali-oss sends
 * `k=` for what it signed as `k`, other clients sign it as they send it, and the service's reading is unknown.
 */
export function v4StringsToSign(
  request: SignedRequest,
  resource: OssResource,
  date: string,
  scope: V4Scope,
  additional: AdditionalHeaders = [],
): readonly [string, ...string[]] {
  const pairs = queryPairs(request.url).filter(({ name }) => name !== 'x-oss-signature');
  const text = (bare: (pair: QueryPair) => boolean): string =>
    [
      V4_ALGORITHM,
      date,
      scopeText(scope),
      sha256(canonicalRequest(request, resource, canonicalQuery(pairs, bare), additional)),
    ].join('\n');
  const asSent = text((pair) => pair.bare);
  return pairs.some(({ value }) => value === '') ? [asSent, text(() => true), text(() => false)] : [asSent];
}

function canonicalRequest(
  { method, headers }: SignedRequest,
  { bucket, key = '' }: OssResource,
  query: string,
  additional: AdditionalHeaders,
): string {
  const names = new Set([...additional, ...Object.keys(headers).filter(isAlwaysSigned)]);
  return [
    method,
    bucket === undefined ? '/' : encodePath(`/${bucket}/${key}`),
    query,
    [...names]
      .toSorted(byText)
      .map((name) => `${name}:${(headers[name] ?? '').trim()}\n`)
      .join(''),
    additional.join(';'),
    headers['x-oss-content-sha256'] ?? V4_PAYLOAD,
  ].join('\n');
}

const isAlwaysSigned = (name: string): boolean =>
  name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-');

/** Decoded and encoded again, as ali-oss leaves `!'()*` raw in a URL that it signed encoded. */
const canonicalQuery = (pairs: readonly QueryPair[], bare: (pair: QueryPair) => boolean): string =>
  pairs
    .map((pair) => ({ pair, name: percentEncode(pair.name), value: percentEncode(pair.value) }))
    .toSorted((one, other) => byText(one.name, other.name) || byText(one.value, other.value))
    .map(({ pair, name, value }) => (value === '' && bare(pair) ? name : `${name}=${value}`))
    .join('&');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
