/**
 * Query parameters that select a part of a bucket or an object: the V1 signature covers them, and they distinguish the
 * operations of OSS. Those of older documents are included; every `x-oss-…` is one as well.
 */
const SUB_RESOURCES: ReadonlySet<string> = new Set(
  `acl append bucketInfo callback callback-var cloudboxes cname comp continuation-token cors delete encryption endTime
  img inventory lifecycle live location logging objectMeta partNumber policy position qos referer regionList
  replication replicationLocation replicationProgress requestPayment resourceGroup response-cache-control
  response-content-disposition response-content-encoding response-content-language response-content-type
  response-expires restore security-token sequential startTime stat status style styleName symlink tagging
  transferAcceleration uploadId uploads versionId versioning versions vod website worm wormExtend wormId`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

export const isSubResource = (name: string): boolean => SUB_RESOURCES.has(name) || name.startsWith('x-oss-');
