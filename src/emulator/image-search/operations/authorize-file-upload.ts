import { named, type ServiceOperation } from './rpc-operation.ts';

/**
 * Where and how a file may be uploaded, for Alibaba's SDK: API OpenPlatform 2019-12-19. The SDK makes
 * `https://Bucket.Endpoint/` of the answer, so that the address of this machine has to come in two pieces.
 */
export const authorizeFileUpload: ServiceOperation = {
  version: '2019-12-19',
  required: named('Product'),
  right: { action: 'openplatform:AuthorizeFileUpload', resource: '*' },
  run: (_, { uploads, uploadHost }) => {
    const { accessKeyId, policy, signature, key } = uploads.grant();
    const dot = uploadHost.indexOf('.');
    return {
      AccessKeyId: accessKeyId,
      Bucket: uploadHost.slice(0, dot),
      EncodedPolicy: policy,
      Endpoint: uploadHost.slice(dot + 1),
      ObjectKey: key,
      Signature: signature,
      UseAccelerate: false,
    };
  },
};
