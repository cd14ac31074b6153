import { percentEncode } from '../signature/canonical-text.ts';
import { listPage } from './list-page.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { OSS_OWNER } from './oss-owner.ts';
import { refuse } from './oss-refusal.ts';
import { type XmlContent, xmlDocument } from './oss-xml.ts';

/** Parameters of both versions. */
export const LIST_PARAMETERS = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];

/** ListObjects, the first version: the next page begins after a `marker`. */
export function listObjects(call: OssCall): OssReply {
  const marker = parameter(call, 'marker');
  const listing = list(call, marker, true);
  return reply(listing, {
    Marker: listing.encode(marker),
    NextMarker: listing.last === undefined ? undefined : listing.encode(listing.last),
  });
}

/** ListObjectsV2: the next page begins after an opaque `continuation-token`, which overrides `start-after`. */
export function listObjectsV2(call: OssCall): OssReply {
  const token = parameter(call, 'continuation-token');
  const startAfter = parameter(call, 'start-after');
  const after = token === '' ? startAfter : readToken(token);
  const listing = list(call, after, parameter(call, 'fetch-owner') === 'true');
  return reply(listing, {
    StartAfter: startAfter === '' ? undefined : listing.encode(startAfter),
    ContinuationToken: token === '' ? undefined : token,
    KeyCount: listing.count,
    NextContinuationToken: listing.last === undefined ? undefined : writeToken(listing.last),
  });
}

interface Listing {
  readonly encode: (text: string) => string;
  readonly last: string | undefined;
  readonly count: number;
  readonly head: Readonly<Record<string, XmlContent>>;
  readonly entries: Readonly<Record<string, XmlContent>>;
}

function list(call: OssCall, after: string, withOwner: boolean): Listing {
  const { state, bucket } = call;
  const encode = encoding(call);
  const [prefix, delimiter, maxKeys] = [
    parameter(call, 'prefix'),
    parameter(call, 'delimiter'),
    readMaxKeys(call),
  ];
  const page = listPage((least) => state.keysFrom(bucket, least), { prefix, delimiter, after, maxKeys });
  return {
    encode,
    last: page.last,
    count: page.keys.length + page.commonPrefixes.length,
    head: {
      Name: bucket,
      Prefix: encode(prefix),
      MaxKeys: maxKeys,
      Delimiter: encode(delimiter),
      EncodingType: call.query.get('encoding-type'),
      IsTruncated: page.last !== undefined,
    },
    entries: {
      Contents: page.keys.map((key) => contents(call, key, encode, withOwner)),
      CommonPrefixes: page.commonPrefixes.map((one) => ({ Prefix: encode(one) })),
    },
  };
}

const reply = ({ head, entries }: Listing, own: Readonly<Record<string, XmlContent>>): OssReply => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: xmlDocument('ListBucketResult', { ...head, ...own, ...entries }),
});

function contents(
  { state, bucket }: OssCall,
  key: string,
  encode: (text: string) => string,
  withOwner: boolean,
): XmlContent {
  const object = state.getObject(bucket, key);
  if (object === undefined) throw new Error(`Defect in the emulator: ${key} is listed but not stored`);
  return {
    Key: encode(key),
    LastModified: new Date(object.lastModified).toISOString(),
    ETag: `"${object.etag}"`,
    Type: 'Normal',
    Size: object.bytes.length,
    StorageClass: 'Standard',
    Owner: withOwner ? OSS_OWNER : undefined,
  };
}

const parameter = ({ query }: OssCall, name: string): string => query.get(name) ?? '';

function readMaxKeys(call: OssCall): number {
  const text = call.query.get('max-keys') ?? '100';
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 1000) return value;
  return refuse(
    'InvalidArgument',
    { ArgumentName: 'max-keys', ArgumentValue: text },
    'Argument max-keys must be an integer between 1 and 1000.',
  );
}

function encoding({ query }: OssCall): (text: string) => string {
  const name = query.get('encoding-type');
  if (name === undefined) return (text) => text;
  if (name === 'url') return percentEncode;
  return refuse('InvalidArgument', { ArgumentName: 'encoding-type', ArgumentValue: name });
}

const writeToken = (last: string): string => Buffer.from(last).toString('base64url');

function readToken(token: string): string {
  const last = Buffer.from(token, 'base64url').toString();
  if (writeToken(last) === token) return last;
  return refuse('InvalidArgument', { ArgumentName: 'continuation-token', ArgumentValue: token });
}
