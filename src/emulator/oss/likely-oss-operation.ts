import { queryMap } from '../signature/canonical-text.ts';
import type { SignedRequest } from '../signature/signed-request.ts';
import { readOssAddress } from './oss-address.ts';
import { findOssOperation, levelOf } from './oss-operations.ts';

/** What a request most likely asks for, before anything of it was verified. */
export function likelyOssOperation(
  request: SignedRequest,
  isBucket: (name: string) => boolean,
): string | undefined {
  const [address] = readOssAddress(request.headers['host'] ?? '', request.url, isBucket);
  if (address === undefined) return undefined;
  const { method, url, headers } = request;
  return findOssOperation(method, levelOf(address), queryMap(url), headers)?.name;
}
