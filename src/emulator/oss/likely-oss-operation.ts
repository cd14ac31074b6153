import { queryMap } from '../signature/canonical-text.ts';
import type { SignedRequest } from '../signature/signed-request.ts';
import { findOssOperation, levelOf } from './oss-operations.ts';
import { type OssVerifier, verifiedAddress } from './verified-address.ts';

/** What a request asks for, or most likely does when it is not verified. */
export function likelyOssOperation(request: SignedRequest, verifier: OssVerifier): string | undefined {
  const address = verifiedAddress(request, verifier)?.address;
  if (address === undefined) return undefined;
  const { method, url, headers } = request;
  return findOssOperation(method, levelOf(address), queryMap(url), headers)?.name;
}
