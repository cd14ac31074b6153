import type { OssVerification } from '../signature/oss-claim.ts';
import type { RequestHeaders, SignedRequest } from '../signature/signed-request.ts';
import type { Verdict } from '../signature/verdict.ts';
import { verifyOssRequest } from '../signature/verify-oss.ts';
import { type OssAddress, type OssHosts, readOssAddress } from './oss-address.ts';

/** What signatures are verified with, and the hosts that addresses are read by. */
export type OssVerifier = Omit<OssVerification, 'resource'> & OssHosts;

interface VerifiedAddress {
  readonly address: OssAddress;
  readonly verdict: Verdict;
}

/**
 * The reading of host and path that fits the signature; when none fits, the likeliest reading with its refusal.
 * Undefined when host and path have no reading.
 */
export function verifiedAddress(
  request: SignedRequest,
  { bucketNames, customDomains, ...verification }: OssVerifier,
): VerifiedAddress | undefined {
  const hosts = { bucketNames, customDomains };
  const signed = { ...request, headers: utf8Headers(request.headers) };
  let first: VerifiedAddress | undefined;
  for (const address of readOssAddress(request.headers['host'] ?? '', request.url, hosts)) {
    const verdict = verifyOssRequest(signed, { ...verification, resource: address });
    if (verdict.ok) return { address, verdict };
    first ??= { address, verdict };
  }
  return first;
}

/** Node reads headers as Latin-1; clients sign the UTF-8 that they sent. */
const utf8Headers = (headers: RequestHeaders): RequestHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value ?? '', 'latin1').toString()]),
  );
