import { OSS_OWNER } from './bucket-info.ts';
import { listPage } from './list-page.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import { type XmlContent, xmlDate, xmlReply } from './oss-xml.ts';
import { encoding, integerParameter, parameter } from './query-parameters.ts';

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
    integerParameter(call, 'max-keys', { least: 1, most: 1000, otherwise: 100 }),
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

const reply = ({ head, entries }: Listing, own: Readonly<Record<string, XmlContent>>): OssReply =>
  xmlReply('ListBucketResult', { ...head, ...own, ...entries });

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
    LastModified: xmlDate(object.lastModified),
    ETag: `"${object.etag}"`,
    Type: object.type,
    Size: object.bytes.length,
    StorageClass: 'Standard',
    Owner: withOwner ? OSS_OWNER : undefined,
  };
}

const writeToken = (last: string): string => Buffer.from(last).toString('base64url');

function readToken(token: string): string {
  const last = Buffer.from(token, 'base64url').toString();
  if (writeToken(last) === token) return last;
  return refuse('InvalidArgument', { ArgumentName: 'continuation-token', ArgumentValue: token });
}
