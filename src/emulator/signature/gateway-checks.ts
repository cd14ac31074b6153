import type { Clock } from '../../shared/async/sleep.ts';
import type { Account } from './account.ts';
import { sameText } from './canonical-text.ts';
import { gatewayRefusal } from './gateway-refusals.ts';
import type { Nonces } from './nonces.ts';
import type { Refusal, Verdict } from './verdict.ts';

/** What a call is verified with, for both kinds of signature. */
export interface RpcVerification {
  readonly accounts: readonly Account[];
  readonly clock: Pick<Clock, 'now'>;
  /** Kept by the server from request to request, for `RPC_NONCE_MS`. */
  readonly nonces: Nonces;
}

const SKEW_MS = 15 * 60_000;
/** A request may be dated ahead by the skew, and stays fresh for the skew behind that. */
export const RPC_NONCE_MS = 2 * SKEW_MS;

/** What is wrong with `2026-01-31T12:00:00Z`, the time a call was signed at. */
export function timeProblem(date: string, now: number): Refusal | undefined {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) return gatewayRefusal('InvalidTimeStamp.Format');
  return Math.abs(now - time) > SKEW_MS ? gatewayRefusal('InvalidTimeStamp.Expired') : undefined;
}

/** What is wrong with the token that was sent, or was not. */
export function tokenProblem(sent: string | undefined, { securityToken }: Account): Refusal | undefined {
  if (sent === undefined)
    return securityToken === undefined ? undefined : gatewayRefusal('MissingSecurityToken');
  return sameText(sent, securityToken ?? '')
    ? undefined
    : gatewayRefusal('InvalidSecurityToken.MismatchWithAccessKey');
}

/** The last check, so that only a verified request uses up its nonce. */
export function acceptOnce(
  { accessKeyId }: Account,
  nonce: string,
  { nonces, clock }: RpcVerification,
): Verdict {
  const fresh = nonces.add(`${accessKeyId} ${nonce}`, clock.now());
  return fresh ? { ok: true, accessKeyId } : gatewayRefusal('SignatureNonceUsed');
}
