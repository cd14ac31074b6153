import type { Clock } from '../../shared/sleep.ts';
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

export const accessDenied = (message: string, details: Readonly<Record<string, string>> = {}): Refusal => ({
  ok: false,
  status: 403,
  code: 'AccessDenied',
  message,
  details,
});

export const invalidArgument = (message: string): Refusal => ({
  ok: false,
  status: 400,
  code: 'InvalidArgument',
  message,
});

export const noValidDate: Refusal = accessDenied('OSS authentication requires a valid Date.');

export const expired = (expiresMs: number, nowMs: number): Refusal =>
  accessDenied('Request has expired.', { Expires: iso(expiresMs), ServerTime: iso(nowMs) });

/** Undefined for a time near enough to the server's. */
export function skew(timeMs: number, nowMs: number): Refusal | undefined {
  if (Math.abs(nowMs - timeMs) <= MAX_SKEW_MS) return undefined;
  return {
    ok: false,
    status: 403,
    code: 'RequestTimeTooSkewed',
    message: 'The difference between the request time and the current time is too large.',
    details: {
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
      RequestTime: iso(timeMs),
      ServerTime: iso(nowMs),
    },
  };
}

const unknownAccessKey = (accessKeyId: string): Refusal => ({
  ok: false,
  status: 403,
  code: 'InvalidAccessKeyId',
  message: 'The OSS Access Key Id you provided does not exist in our records.',
  details: { OSSAccessKeyId: accessKeyId },
});

const badToken: Refusal = {
  ok: false,
  status: 403,
  code: 'InvalidSecurityToken',
  message: 'The security token you provided is invalid.',
};

const signatureMismatch = (accessKeyId: string, signature: string, stringToSign: string): Refusal => ({
  ok: false,
  status: 403,
  code: 'SignatureDoesNotMatch',
  message:
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  details: { OSSAccessKeyId: accessKeyId, SignatureProvided: signature, StringToSign: stringToSign },
});

const iso = (ms: number): string => new Date(ms).toISOString();
