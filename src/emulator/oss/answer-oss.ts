import { queryMap } from '../signature/canonical-text.ts';
import type { OssVerification } from '../signature/oss-claim.ts';
import { isSubResource } from '../signature/oss-sub-resources.ts';
import type { RequestHeaders, SignedRequest } from '../signature/signed-request.ts';
import { verifyOssRequest } from '../signature/verify-oss.ts';
import { type OssAddress, readOssAddress } from './oss-address.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { findOssOperation, levelOf, type OssOperation } from './oss-operations.ts';
import { OssRefusal, refuse } from './oss-refusal.ts';
import { isBucketName, isObjectKey, type OssState } from './oss-state.ts';

/** What the server is. */
export interface OssServer extends Omit<OssVerification, 'resource'> {
  readonly state: OssState;
}

/** What has been learnt of a request so far; filled in on the way, for the log. */
export interface OssTrace {
  operation?: string;
  bucket?: string;
  key?: string;
  accessKeyId?: string;
}

/**
 * Does what a request asks.
 *
 * @throws {OssRefusal} when it may not or cannot be done.
 */
export async function answerOss(
  request: SignedRequest,
  readBody: OssCall['readBody'],
  server: OssServer,
  trace: OssTrace,
): Promise<OssReply> {
  const { state } = server;
  const addresses = readOssAddress(request.headers['host'] ?? '', request.url, (name) =>
    state.hasBucket(name),
  );
  const { bucket, key } = verifiedAddress(request, addresses, server, trace);
  if (bucket !== undefined) Object.assign(trace, { bucket, key });
  if (bucket !== undefined && !isBucketName(bucket)) refuse('InvalidBucketName', { BucketName: bucket });
  if (key !== '' && !isObjectKey(key)) refuse('InvalidObjectName', { ObjectName: key });

  const query = queryMap(request.url);
  const level = levelOf({ bucket, key });
  const operation = findOssOperation(request.method, level, query, request.headers);
  if (operation === undefined) {
    return refuse(
      'NotImplemented',
      {},
      `${request.method} of a ${level} is not implemented by the emulator.`,
    );
  }
  trace.operation = operation.name;
  const handle = operation.handle ?? notImplemented(operation.name);
  const foreign = [...query.keys()].find((name) => isForeign(name, operation));
  if (foreign !== undefined) notImplemented(`${operation.name} with ${foreign}`);
  checkBucket(bucket ?? '', server);
  return handle({ state, bucket: bucket ?? '', key, query, headers: request.headers, readBody });
}

function verifiedAddress(
  request: SignedRequest,
  addresses: readonly OssAddress[],
  server: OssServer,
  trace: OssTrace,
): OssAddress {
  const signed = { ...request, headers: utf8Headers(request.headers) };
  const verdicts = addresses.map((address) => ({
    address,
    verdict: verifyOssRequest(signed, { ...server, resource: address }),
  }));
  const { address, verdict } = verdicts.find((one) => one.verdict.ok) ?? verdicts[0] ?? refuse('InvalidURI');
  if (!verdict.ok) throw new OssRefusal(verdict);
  trace.accessKeyId = verdict.accessKeyId;
  return address;
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

/** A sub-resource that changes what the operation means must not be passed over in silence. */
const isForeign = (name: string, { marks = [], takes = [] }: OssOperation): boolean =>
  isSubResource(name) && !marks.includes(name) && !takes.includes(name) && !SIGNATURE_PARAMETERS.has(name);

const SIGNATURE_PARAMETERS: ReadonlySet<string> = new Set([
  'security-token',
  'x-oss-additional-headers',
  'x-oss-credential',
  'x-oss-date',
  'x-oss-expires',
  'x-oss-security-token',
  'x-oss-signature',
  'x-oss-signature-version',
]);

/** Node reads headers as Latin-1; clients sign the UTF-8 that they sent. */
const utf8Headers = (headers: RequestHeaders): RequestHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value ?? '', 'latin1').toString()]),
  );
