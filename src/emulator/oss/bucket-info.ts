import type { OssCall, OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import type { BucketFacts } from './oss-state.ts';
import { xmlDate, xmlReply } from './oss-xml.ts';

/** All buckets belong to one account. */
export const OSS_OWNER = { ID: '1000000000000001', DisplayName: '1000000000000001' } as const;

/** No bucket can be anything else. */
const PRIVATE = { Grant: 'private' } as const;

export function getBucketInfo(call: OssCall): OssReply {
  const { name, regionId, createdAt } = factsOf(call);
  return xmlReply('BucketInfo', {
    Bucket: {
      Name: name,
      Location: `oss-${regionId}`,
      CreationDate: xmlDate(createdAt),
      ExtranetEndpoint: `oss-${regionId}.aliyuncs.com`,
      IntranetEndpoint: `oss-${regionId}-internal.aliyuncs.com`,
      StorageClass: 'Standard',
      DataRedundancyType: 'LRS',
      Owner: OSS_OWNER,
      AccessControlList: PRIVATE,
    },
  });
}

export const getBucketLocation = (call: OssCall): OssReply =>
  xmlReply('LocationConstraint', `oss-${factsOf(call).regionId}`);

export const getBucketAcl = (): OssReply =>
  xmlReply('AccessControlPolicy', { Owner: OSS_OWNER, AccessControlList: PRIVATE });

/** What the bucket holds now; the service counts an hour late. Parts of unfinished uploads are counted apart. */
export function getBucketStat({ state, bucket, now }: OssCall): OssReply {
  let [objects, bytes] = [0, 0];
  for (const key of state.keysFrom(bucket, '')) {
    objects += 1;
    bytes += state.getObject(bucket, key)?.bytes.length ?? 0;
  }
  const uploads = state.uploads.of(bucket);
  const parts = uploads.flatMap((upload) => [...upload.parts.values()]);
  return xmlReply('BucketStat', {
    Storage: bytes,
    ObjectCount: objects,
    MultipartUploadCount: uploads.length,
    MultipartPartCount: parts.length,
    MultipartPartStorage: parts.reduce((sum, part) => sum + part.bytes.length, 0),
    LiveChannelCount: 0,
    LastModifiedTime: Math.floor(now() / 1000),
    StandardStorage: bytes,
    StandardObjectCount: objects,
  });
}

const factsOf = ({ state, bucket }: OssCall): BucketFacts =>
  state.bucketFacts(bucket) ?? refuse('NoSuchBucket', { BucketName: bucket });
