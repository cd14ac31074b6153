import { describe, expect, it } from 'vitest';
import { concernsObjectAlone } from '../../src/storage/object-refusal.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { reply, resetAtOnce, startFaultServer } from '../support/fault-server.ts';

const refusal = (status: number, code: string) =>
  reply(
    status,
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message><RequestId>R</RequestId></Error>`,
    { 'content-type': 'application/xml', 'x-oss-request-id': 'R' },
  );

/** The error of an upload that is answered so. */
async function uploadError(answer: ReturnType<typeof reply>) {
  await using server = await startFaultServer(answer);
  const store = new OssStore({
    ...{ bucket: 'bucket', region: 'cn-shanghai', endpoint: `http://localhost:${server.port}` },
    credentials: { accessKeyId: 'a', accessKeySecret: 'b' },
    clock: new FakeClock({ auto: true }),
  });
  const error = await failureOf(store.put('a.jpg', Buffer.from('a')));
  store.close();
  return error;
}

describe.concurrent('concernsObjectAlone()', () => {
  it.each([
    [400, 'InvalidObjectName'],
    [400, 'InvalidArgument'],
    [400, 'EntityTooLarge'],
    [400, 'InvalidDigest'],
    [409, 'FileAlreadyExists'],
    [409, 'FileImmutable'],
  ])('is true when OSS refuses an upload by %d %s', async (status, code) => {
    const error = await uploadError(refusal(status, code));
    expect(error.code).toBe(code);
    expect(concernsObjectAlone(error)).toBe(true);
  });

  it.each([
    [403, 'AccessDenied'],
    [403, 'InvalidAccessKeyId'],
    [403, 'SignatureDoesNotMatch'],
    [403, 'SecurityTokenExpired'],
    [403, 'RequestTimeTooSkewed'],
    [403, 'InvalidArgument'],
    [404, 'NoSuchBucket'],
    [400, 'InvalidBucketName'],
    [503, 'ServiceUnavailable'],
  ])('is false when OSS answers an upload by %d %s, which concerns all', async (status, code) => {
    const error = await uploadError(refusal(status, code));
    expect(error.code).toBe(code);
    expect(concernsObjectAlone(error)).toBe(false);
  });

  it('is false when the connection breaks', async () => {
    expect(concernsObjectAlone(await uploadError(resetAtOnce))).toBe(false);
  });
});
