import { isBucketName } from '../../service/addresses/oss-address.ts';
import { queryMap } from '../signature/canonical-text.ts';
import { isSubResource } from '../signature/oss-sub-resources.ts';
import type { SignedRequest } from '../signature/signed-request.ts';
import { checkOssAccess } from './check-oss-access.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { findOssOperation, levelOf, type OssOperation } from './oss-operations.ts';
import { OssRefusal, refuse } from './oss-refusal.ts';
import { isObjectKey, type OssState } from './oss-state.ts';
import { type OssVerifier, verifiedAddress } from './verified-address.ts';

/** The buckets that requests are about, and what their signatures are verified with. */
export interface OssServer extends OssVerifier {
  readonly state: OssState;
}

/**
 * Verifies a request and runs its operation.
 *
 * @throws {OssRefusal} when the request is not allowed or cannot be done.
 */
export async function handleOssRequest(
  request: SignedRequest,
  readBody: OssCall['readBody'],
  server: OssServer,
): Promise<OssReply> {
  const { address, verdict } = verifiedAddress(request, server) ?? refuse('InvalidURI');
  if (!verdict.ok) throw new OssRefusal(verdict);
  const { bucket, key } = address;
  if (bucket !== undefined && !isBucketName(bucket)) refuse('InvalidBucketName', { BucketName: bucket });

  const query = queryMap(request.url);
  const level = levelOf({ bucket, key });
  const operation = findOssOperation(request.method, level, query, request.headers);
  const foreign = [...query.keys()].find((name) => isForeign(name, operation));
  const makesBucket = operation?.makesBucket === true && foreign === undefined;
  if (bucket !== undefined && !makesBucket) checkBucket(bucket, server);
  if (key !== '' && !isObjectKey(key)) refuse('InvalidObjectName', { ObjectName: key });
  if (operation === undefined) return notImplemented(`${request.method} of a ${level}`);
  const { name, handle = notImplemented(name) } = operation;
  if (foreign !== undefined) notImplemented(`${name} with ${foreign}`);
  const addressed = { bucket: bucket ?? '', key, query, headers: request.headers };
  checkOssAccess(name, addressed, verdict, server);
  return handle({
    state: server.state,
    bucket: bucket ?? '',
    key,
    query,
    headers: request.headers,
    now: () => server.clock.now(),
    readBody,
  });
}

function checkBucket(bucket: string, { state, regionId }: OssServer): void {
  const region = state.bucketRegion(bucket);
  if (region === undefined) refuse('NoSuchBucket', { BucketName: bucket });
  if (region !== regionId) {
    refuse('BucketElsewhere', { Bucket: bucket, Endpoint: `oss-${region}.aliyuncs.com` });
  }
}

const notImplemented = (what: string): never =>
  refuse('NotImplemented', {}, `${what} is not implemented by the emulator.`);

/** A sub-resource that changes the meaning of the operation must not be ignored. */
const isForeign = (
  name: string,
  { marks = [], takes = [] }: Pick<OssOperation, 'marks' | 'takes'> = {},
): boolean =>
  isSubResource(name) && !marks.includes(name) && !takes.includes(name) && !SIGNATURE_PARAMETERS.has(name);

const SIGNATURE_PARAMETERS: ReadonlySet<string> = new Set(
  `security-token x-oss-additional-headers x-oss-credential x-oss-date x-oss-expires x-oss-security-token
  x-oss-signature x-oss-signature-version`.split(/\s+/),
);
