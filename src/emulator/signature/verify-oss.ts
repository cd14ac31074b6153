import { queryMap } from './canonical-text.ts';
import { accessDenied, invalidArgument, type OssVerification } from './oss-claim.ts';
import { verifyOssV1Header, verifyOssV1Query } from './oss-v1.ts';
import { verifyOssV4Header, verifyOssV4Query } from './oss-v4.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Verdict } from './verdict.ts';

type Verify = (request: SignedRequest, context: OssVerification) => Verdict;

const BY_HEADER: readonly (readonly [start: string, verify: Verify])[] = [
  ['OSS ', verifyOssV1Header],
  ['OSS4-HMAC-SHA256 ', verifyOssV4Header],
];

const BY_PARAMETER: readonly (readonly [name: string, verify: Verify])[] = [
  ['Signature', verifyOssV1Query],
  ['OSSAccessKeyId', verifyOssV1Query],
  ['x-oss-signature', verifyOssV4Query],
  ['x-oss-signature-version', verifyOssV4Query],
];

/** Verifies the signature of a request to OSS, whichever of the four forms it has. A header counts before the query. */
export function verifyOssRequest(request: SignedRequest, context: OssVerification): Verdict {
  const authorization = request.headers['authorization'];
  if (authorization !== undefined) {
    const verify = BY_HEADER.find(([start]) => authorization.startsWith(start))?.[1];
    const { signersClock: clock = context.clock } = context;
    return verify?.(request, { ...context, clock }) ?? invalidArgument('Authorization header is invalid.');
  }
  const query = queryMap(request.url);
  const verify = BY_PARAMETER.find(([name]) => query.has(name))?.[1];
  return verify?.(request, context) ?? accessDenied('You have no right to access this object.');
}
