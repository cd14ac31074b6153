import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../../shared/sleep.ts';
import { type Account, findAccount } from './account.ts';
import { ACS3_REFUSALS, type Acs3Code } from './acs3-refusals.ts';
import { byText, percentEncode, queryPairs, sameText, splitUrl } from './canonical-text.ts';
import type { Nonces } from './nonces.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Refusal, Verdict } from './verdict.ts';

const ACS3_SKEW_MS = 15 * 60_000;
/** A request may be dated ahead by the skew, and stays fresh for the skew behind that. */
export const ACS3_NONCE_MS = 2 * ACS3_SKEW_MS;

const NEEDED = ['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'];
const ALGORITHM = 'ACS3-HMAC-SHA256';

export interface Acs3Verification {
  readonly accounts: readonly Account[];
  readonly clock: Pick<Clock, 'now'>;
  /** Kept by the server from request to request, for `ACS3_NONCE_MS`. */
  readonly nonces: Nonces;
}

/** Verifies `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…` and the digest of the body. */
export function verifyAcs3(request: SignedRequest, { accounts, clock, nonces }: Acs3Verification): Verdict {
  const { headers } = request;
  const authorization = headers['authorization'];
  if (authorization === undefined) return refuse('MissingParameter', 'Authorization');
  const [, accessKeyId, signedHeaders, signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(authorization) ??
    [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) {
    return refuse('IncompleteSignature', 'the Authorization header is malformed');
  }
  const missing = NEEDED.find((name) => headers[name] === undefined);
  if (missing !== undefined) return refuse('MissingParameter', missing);
  const account = findAccount(accounts, accessKeyId);
  if (account === undefined) return refuse('InvalidAccessKeyId.NotFound');

  const unsigned = namesToSign(headers).find((name) => !signedHeaders.split(';').includes(name));
  if (unsigned !== undefined) return refuse('IncompleteSignature', `${unsigned} is not among SignedHeaders`);
  const problem = timeProblem(headers['x-acs-date'] ?? '', clock.now()) ?? tokenProblem(request, account);
  if (problem !== undefined) return problem;

  if (!sameText(headers['x-acs-content-sha256'] ?? '', sha256(request.body ?? ''))) {
    return refuse('SignatureDoesNotMatch', 'x-acs-content-sha256 is not the digest of the body');
  }
  const text = stringToSign(request, signedHeaders);
  if (!sameText(hmac(account, text), signature)) return refuse('SignatureDoesNotMatch', text);
  // Only a request that proved its sender may use a nonce up.
  const fresh = nonces.add(`${accessKeyId} ${headers['x-acs-signature-nonce']}`, clock.now());
  return fresh ? { ok: true, accessKeyId } : refuse('SignatureNonceUsed');
}

/** The `Authorization` header of a request that has its `x-acs-…` headers already. */
export function acs3Authorization(request: SignedRequest, account: Account): string {
  const { headers } = request;
  const type = headers['content-type'] === undefined ? [] : ['content-type'];
  const signed = [...type, ...namesToSign(headers)].toSorted(byText).join(';');
  const signature = hmac(account, stringToSign(request, signed));
  return `${ALGORITHM} Credential=${account.accessKeyId},SignedHeaders=${signed},Signature=${signature}`;
}

const namesToSign = (headers: SignedRequest['headers']): readonly string[] => [
  'host',
  ...Object.keys(headers).filter((name) => name.startsWith('x-acs-')),
];

function stringToSign(request: SignedRequest, signedHeaders: string): string {
  const { method, url, headers, body = '' } = request;
  const query = queryPairs(url)
    .toSorted((one, other) => byText(one.name, other.name))
    .map(({ name, value }) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
  const lines = signedHeaders.split(';').map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  const canonical = [method, splitUrl(url).path, query, lines.join(''), signedHeaders, sha256(body)].join(
    '\n',
  );
  return `${ALGORITHM}\n${sha256(canonical)}`;
}

function timeProblem(date: string, now: number): Refusal | undefined {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) return refuse('InvalidTimeStamp.Format');
  return Math.abs(now - time) > ACS3_SKEW_MS ? refuse('InvalidTimeStamp.Expired') : undefined;
}

function tokenProblem({ headers }: SignedRequest, { securityToken }: Account): Refusal | undefined {
  const sent = headers['x-acs-security-token'];
  if (sent === undefined) return securityToken === undefined ? undefined : refuse('MissingSecurityToken');
  return sameText(sent, securityToken ?? '')
    ? undefined
    : refuse('InvalidSecurityToken.MismatchWithAccessKey');
}

function refuse(code: Acs3Code, about = ''): Refusal {
  const { status, message } = ACS3_REFUSALS[code];
  return { ok: false, status, code, message: message(about) };
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const hmac = ({ accessKeySecret }: Account, text: string): string =>
  createHmac('sha256', accessKeySecret).update(text).digest('hex');
