import { percentDecode } from '../../shared/http/percent-decode.ts';
import type { OssCall } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import type { StoredObject } from './stored-object.ts';

export const COPY_SOURCE = 'x-oss-copy-source';

interface CopySource {
  readonly bucket: string;
  readonly object: StoredObject;
}

/**
 * The names in `x-oss-copy-source: /BUCKET/KEY`, whose key is percent-encoded; a plus is a space, as clients for Go encode
 * keys like values of a form.
 *
 * @throws {OssRefusal} when it has another form
 */
export function readCopySource(headers: OssCall['headers']): {
  readonly bucket: string;
  readonly key: string;
} {
  const header = Buffer.from(headers[COPY_SOURCE] ?? '', 'latin1').toString();
  const [path = '', version] = header.split('?', 2);
  if (version !== undefined) {
    refuse('NotImplemented', {}, `${COPY_SOURCE} with a version is not implemented by the emulator.`);
  }
  const [, bucket = '', key = ''] =
    /^\/([^/]+)\/(.+)$/s.exec(percentDecode(path.replaceAll('+', '%20')) ?? '') ?? [];
  if (key === '') refuse('InvalidArgument', { ArgumentName: COPY_SOURCE, ArgumentValue: header });
  return { bucket, key };
}

/** The object that `x-oss-copy-source` names. @throws {OssRefusal} when it is not there, or in another region than the bucket of the call */
export function findCopySource({ state, bucket: target, headers }: OssCall): CopySource {
  const { bucket, key } = readCopySource(headers);
  const region = state.bucketRegion(bucket) ?? refuse('NoSuchBucket', { BucketName: bucket });
  if (region !== state.bucketRegion(target)) {
    refuse('BucketElsewhere', { Bucket: bucket, Endpoint: `oss-${region}.aliyuncs.com` });
  }
  return { bucket, object: state.getObject(bucket, key) ?? refuse('NoSuchKey', { Key: key }) };
}
