import type { Clock } from '../../shared/async/sleep.ts';
import { type Account, findAccount } from './account.ts';
import { sameText } from './canonical-text.ts';
import type { Refusal, Verdict } from './verdict.ts';

/** The bucket and key that a signature covers, in every style of address. */
export interface OssResource {
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
}

/** What a signature is verified with. */
export interface OssVerification {
  readonly resource: OssResource;
  readonly accounts: readonly Account[];
  /** Region of the server: `cn-shanghai`. */
  readonly regionId: string;
  readonly clock: Pick<Clock, 'now'>;
  /** The clock that the dates of requests are compared with. @default clock */
  readonly signersClock?: Pick<Clock, 'now'> | undefined;
}

/** What a request claims: who sent it, when, and the signature that proves it. */
export interface OssClaim {
  readonly accessKeyId: string;
  readonly signature: string;
  readonly securityToken: string | undefined;
  /** What is wrong with its time or scope, if anything. */
  readonly problem: Refusal | undefined;
  /** The texts it may have signed; any of them will do. */
  readonly stringsToSign: readonly [string, ...string[]];
  readonly sign: (account: Account, stringToSign: string) => string;
}

/** The words of OSS for what a signed request and an upload by form are refused for alike. */
export const UNKNOWN_ACCESS_KEY = 'The OSS Access Key Id you provided does not exist in our records.';
export const SIGNATURE_MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

export const MAX_SKEW_MS = 15 * 60_000;

/** The order of the checks is our choice: account, time, token, and last the signature. */
export function judgeOssClaim(claim: OssClaim, { accounts }: OssVerification): Verdict {
  const { accessKeyId, signature, securityToken, problem, stringsToSign, sign } = claim;
  const account = findAccount(accounts, accessKeyId);
  if (account === undefined) return unknownAccessKey(accessKeyId);
  if (problem !== undefined) return problem;
  // The service does not know a temporary key that comes without its token.
  if (securityToken === undefined && account.securityToken !== undefined)
    return unknownAccessKey(accessKeyId);
  if (securityToken !== undefined && !sameText(securityToken, account.securityToken ?? '')) return badToken;
  return stringsToSign.some((text) => sameText(sign(account, text), signature))
    ? { ok: true, accessKeyId }
    : signatureMismatch(accessKeyId, signature, stringsToSign[0]);
}

type Details = Readonly<Record<string, string>>;

const refusal = (status: number, code: string, message: string, details?: Details): Refusal => ({
  ...{ ok: false, status, code, message, details },
});

export const accessDenied = (message: string, details: Details = {}): Refusal =>
  refusal(403, 'AccessDenied', message, details);

export const invalidArgument = (message: string): Refusal => refusal(400, 'InvalidArgument', message);

export const noValidDate: Refusal = accessDenied('OSS authentication requires a valid Date.');

export const expired = (expiresMs: number, nowMs: number): Refusal =>
  accessDenied('Request has expired.', { Expires: iso(expiresMs), ServerTime: iso(nowMs) });

/** Undefined for a time near enough to the server's. */
export function skew(timeMs: number, nowMs: number): Refusal | undefined {
  if (Math.abs(nowMs - timeMs) <= MAX_SKEW_MS) return undefined;
  const message = 'The difference between the request time and the current time is too large.';
  return refusal(403, 'RequestTimeTooSkewed', message, {
    MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    RequestTime: iso(timeMs),
    ServerTime: iso(nowMs),
  });
}

const unknownAccessKey = (OSSAccessKeyId: string): Refusal =>
  refusal(403, 'InvalidAccessKeyId', UNKNOWN_ACCESS_KEY, { OSSAccessKeyId });

const badToken = refusal(403, 'InvalidSecurityToken', 'The security token you provided is invalid.');

const signatureMismatch = (
  OSSAccessKeyId: string,
  SignatureProvided: string,
  StringToSign: string,
): Refusal =>
  refusal(403, 'SignatureDoesNotMatch', SIGNATURE_MISMATCH, {
    OSSAccessKeyId,
    SignatureProvided,
    StringToSign,
  });

const iso = (ms: number): string => new Date(ms).toISOString();
