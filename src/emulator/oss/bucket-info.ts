import type { OssCall, OssReply } from './oss-call.ts';
import { OSS_OWNER } from './oss-owner.ts';
import { refuse } from './oss-refusal.ts';
import type { BucketFacts } from './oss-state.ts';
import { type XmlContent, xmlDocument } from './oss-xml.ts';

export function getBucketInfo(call: OssCall): OssReply {
  const { name, regionId, createdAt } = factsOf(call);
  return xmlReply('BucketInfo', {
    Bucket: {
      Name: name,
      Location: `oss-${regionId}`,
      CreationDate: new Date(createdAt).toISOString(),
      ExtranetEndpoint: `oss-${regionId}.aliyuncs.com`,
      IntranetEndpoint: `oss-${regionId}-internal.aliyuncs.com`,
      StorageClass: 'Standard',
      DataRedundancyType: 'LRS',
      Owner: OSS_OWNER,
      AccessControlList: { Grant: 'private' },
    },
  });
}

export const getBucketLocation = (call: OssCall): OssReply =>
  xmlReply('LocationConstraint', `oss-${factsOf(call).regionId}`);

const factsOf = ({ state, bucket }: OssCall): BucketFacts =>
  state.bucketFacts(bucket) ?? refuse('NoSuchBucket', { BucketName: bucket });

const xmlReply = (root: string, content: XmlContent): OssReply => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: xmlDocument(root, content),
});
