import { expect, it } from 'vitest';
import { startEmulator } from '../../support/start-emulator.ts';
import { code } from '../oss/multipart-bed.ts';
import { account, regionId, send } from '../oss/oss-test-server.ts';

const copy = { 'x-oss-copy-source': '/bkt/source' };

it.each([
  ['InitiateMultipartUpload', 'POST', 'k', 'uploads', {}],
  ['UploadPart', 'PUT', 'k', 'partNumber=1&uploadId=A', {}],
  ['UploadPartCopy', 'PUT', 'k', 'partNumber=1&uploadId=A', copy],
  ['CompleteMultipartUpload', 'POST', 'k', 'uploadId=A', {}],
  ['AbortMultipartUpload', 'DELETE', 'k', 'uploadId=A', {}],
  ['ListParts', 'GET', 'k', 'uploadId=A', {}],
  ['ListMultipartUploads', 'GET', '', 'uploads', {}],
  ['CopyObject', 'PUT', 'k', '', copy],
  ['AppendObject', 'POST', 'k', 'append&position=0', {}],
  ['DeleteMultipleObjects', 'POST', '', 'delete', {}],
  ['GetBucketACL', 'GET', '', 'acl', {}],
  ['GetBucketStat', 'GET', '', 'stat', {}],
])(
  'a fault rule strikes %s of OSS, once, and nothing else',
  async (operation, method, key, query, headers) => {
    await using emulator = await startEmulator({ ...account, regionId, bucketName: 'bkt' });
    const server = { port: Number(emulator.ossEndpoint.split(':').at(-1)) };
    const fault = emulator.addFault({ kind: 'unavailable', service: 'oss', operation });
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: '' };
    const call = () => send(server, method, key, { ...(query === '' ? {} : { query }), headers, ...body });
    expect((await send(server, 'GET', '')).status).toBe(200);
    expect(fault.hits).toBe(0);
    expect(code(await call())).toEqual([503, 'ServiceUnavailable']);
    expect((await call()).status).not.toBe(503);
    expect(fault.hits).toBe(1);
  },
);
