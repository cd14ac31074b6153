import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OSS from 'ali-oss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc64 } from '../../src/shared/text/crc64.ts';
import { type OssTestServer, startOssTestServer } from '../emulator/oss/oss-test-server.ts';
import { rejection } from '../support/failure.ts';

/** What ali-oss has beyond its published types. */
interface Client extends OSS {
  getObjectMeta(name: string): Promise<{ readonly status: number; readonly res: OSS.NormalSuccessResponse }>;
  getBucketStat(name: string): Promise<{ readonly stat: Readonly<Record<string, string>> }>;
}

let server: OssTestServer;
let folder: string;
beforeAll(async () => {
  server = await startOssTestServer();
  server.state.createBucket('other', 'cn-shanghai');
  folder = await mkdtemp(join(tmpdir(), 'ali-oss-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  expect(server.defects).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const PART = 100 * 1024;
const bytes = randomBytes(2 * PART + 1234);
const md5N = (parts: number) => new RegExp(`^"[0-9A-F]{32}-${parts}"$`);

describe.each([
  ['V1', false],
  ['V4', true],
])('ali-oss, %s', (version, authorizationV4) => {
  const oss = () =>
    new OSS({
      ...{ bucket: 'bkt', region: 'oss-cn-shanghai', accessKeyId: 'ak', accessKeySecret: 'sk' },
      ...{ endpoint: `http://localhost:${server.port}`, sldEnable: true, timeout: 5000, authorizationV4 },
    } as OSS.Options) as Client;
  const key = (last: string) => `${version} 图/${last}`;
  const stored = (last: string) => server.state.getObject('bkt', key(last));

  it('multipartUpload() makes an object of parts, with its headers', async () => {
    const file = join(folder, 'big.jpg');
    await writeFile(file, bytes);
    for (const [name, source] of Object.entries({ file, buffer: bytes })) {
      const options = { partSize: PART, mime: 'image/jpeg', headers: { 'x-oss-meta-a': 'b' } };
      const done = await oss().multipartUpload(key(name), source, options);
      expect(done).toMatchObject({ name: key(name), bucket: 'bkt', etag: expect.stringMatching(md5N(3)) });
      const { headers } = (await oss().head(key(name))).res;
      expect(headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-length': String(bytes.length),
        'x-oss-object-type': 'Multipart',
        'x-oss-hash-crc64ecma': crc64(bytes),
        'x-oss-meta-a': 'b',
        etag: (done as unknown as { etag: string }).etag,
      });
      expect(headers).not.toHaveProperty('content-md5');
      expect((await oss().get(key(name))).content).toEqual(bytes);
    }
    expect(server.state.uploads.of('bkt')).toEqual([]);
  });

  it('multipartUpload() goes on from its checkpoint', async () => {
    const file = join(folder, 'resumed.jpg');
    await writeFile(file, bytes);
    let checkpoint: OSS.Checkpoint | undefined;
    const stop = new Error('stopped on the way');
    const progress = (share: number, reached: OSS.Checkpoint) => {
      if (share === 0) return;
      checkpoint = JSON.parse(JSON.stringify(reached));
      throw stop;
    };
    const options = { partSize: PART, parallel: 1 };
    await rejection(oss().multipartUpload(key('resumed'), file, { ...options, progress }));
    expect(checkpoint?.doneParts).toHaveLength(1);
    expect(stored('resumed')).toBeUndefined();
    const arrived = server.arrivals.length;
    await oss().multipartUpload(key('resumed'), file, { ...options, ...(checkpoint && { checkpoint }) });
    expect(stored('resumed')?.bytes.equals(bytes)).toBe(true);
    expect(server.arrivals.slice(arrived).filter((url) => url.includes('partNumber'))).toHaveLength(2);
  });

  it('listUploads() and listParts() tell what abortMultipartUpload() ends', async () => {
    const { uploadId } = await oss().initMultipartUpload(key('open'));
    await oss().uploadPart(key('open'), uploadId, 7, await partFile(), 0, 5);
    const { uploads, isTruncated } = await oss().listUploads({ prefix: key(''), 'max-uploads': 10 });
    expect(uploads).toEqual([
      { name: key('open'), uploadId, initiated: expect.stringMatching(/T\d\d:\d\d:\d\d\.000Z$/) },
    ]);
    expect(isTruncated).toBe(false);
    const { parts } = await oss().listParts(key('open'), uploadId);
    expect(parts).toMatchObject({ PartNumber: '7', Size: '5', ETag: '"5D41402ABC4B2A76B9719D911017C592"' });
    await oss().abortMultipartUpload(key('open'), uploadId, {});
    expect(await rejection(oss().listParts(key('open'), uploadId))).toMatchObject({
      code: 'NoSuchUpload',
      status: 404,
    });
  });

  async function partFile(): Promise<string> {
    const file = join(folder, 'part');
    await writeFile(file, 'hello');
    return file;
  }

  it('multipartUploadCopy() copies an object in parts', async () => {
    server.state.putObject('other', key('source %+.jpg'), bytes);
    const source = { sourceKey: key('source %+.jpg'), sourceBucketName: 'other' };
    await oss().multipartUploadCopy(key('copied in parts'), source as never, { partSize: PART });
    expect(stored('copied in parts')).toMatchObject({ type: 'Multipart' });
    expect(stored('copied in parts')?.bytes.equals(bytes)).toBe(true);
  });

  it('copy() copies from the bucket and from another one, with the old headers or new ones', async () => {
    await oss().put(key('a b+c&图.txt'), Buffer.from('hello'), { headers: { 'x-oss-meta-a': 'old' } });
    const copied = await oss().copy(key('copy'), key('a b+c&图.txt'));
    expect(copied.data).toMatchObject({
      etag: '"5D41402ABC4B2A76B9719D911017C592"',
      lastModified: expect.stringMatching(/T\d\d:\d\d:\d\d\.000Z$/),
    });
    expect(stored('copy')).toMatchObject({ contentType: 'text/plain', headers: { 'x-oss-meta-a': 'old' } });
    server.state.putObject('other', 'k', Buffer.from('other'));
    const meta = { a: 'new' } as unknown as OSS.UserMeta;
    await oss().copy(key('copy'), 'k', 'other', { meta });
    expect(stored('copy')).toMatchObject({
      bytes: Buffer.from('other'),
      headers: { 'x-oss-meta-a': 'new' },
    });
  });

  it('copy() heeds its conditions', async () => {
    await oss().put(key('source'), Buffer.from('hello'));
    const copy = (headers: object) => oss().copy(key('conditional'), key('source'), { headers });
    const etag = '"5D41402ABC4B2A76B9719D911017C592"';
    expect((await copy({ 'If-None-Match': etag })).res.status).toBe(304);
    expect(await rejection(copy({ 'If-Match': 'x' }))).toMatchObject({
      code: 'PreconditionFailed',
      status: 412,
    });
    expect(stored('conditional')).toBeUndefined();
    expect((await copy({ 'If-Match': etag })).res.status).toBe(200);
    expect(await rejection(oss().copy(key('conditional'), key('missing')))).toMatchObject({
      code: 'NoSuchKey',
      status: 404,
    });
  });

  it('putMeta() replaces the metadata of an object', async () => {
    await oss().put(key('meta'), Buffer.from('x'), { headers: { 'x-oss-meta-a': 'old' } });
    await oss().putMeta(key('meta'), { b: 'new' } as unknown as OSS.UserMeta, {});
    expect((await oss().head(key('meta'))).meta).toEqual({ b: 'new' });
  });

  it('append() goes on where the last one ended, and rejects anywhere else', async () => {
    const first = await oss().append(key('log'), Buffer.from('hel'), { headers: { 'x-oss-meta-a': 'b' } });
    expect(first.nextAppendPosition).toBe('3');
    const second = await oss().append(key('log'), Buffer.from('lo'), { position: '3' });
    expect(second.nextAppendPosition).toBe('5');
    expect((await oss().get(key('log'))).content.toString()).toBe('hello');
    expect((await oss().head(key('log'))).res.headers).toMatchObject({
      'x-oss-object-type': 'Appendable',
      'x-oss-next-append-position': '5',
      'x-oss-hash-crc64ecma': crc64(Buffer.from('hello')),
      'x-oss-meta-a': 'b',
    });
    expect(await rejection(oss().append(key('log'), Buffer.from('!'), { position: '4' }))).toMatchObject({
      code: 'PositionNotEqualToLength',
      status: 409,
    });
    await oss().put(key('put'), Buffer.from('x'));
    expect(await rejection(oss().append(key('put'), Buffer.from('!'), { position: '1' }))).toMatchObject({
      code: 'ObjectNotAppendable',
      status: 409,
    });
  });

  it('deleteMulti() deletes what is there and what is not', async () => {
    const names = ['a', '<b> & "c"', ' d\n', '图'].map((name) => key(`multi/${name}`));
    for (const name of names.slice(1)) await oss().put(name, Buffer.from('x'));
    const { deleted } = await oss().deleteMulti(names);
    expect(deleted).toEqual(names.map((Key) => ({ Key })));
    for (const name of names) expect(server.state.getObject('bkt', name)).toBeUndefined();
    await oss().put(key('quiet'), Buffer.from('x'));
    expect((await oss().deleteMulti([key('quiet')], { quiet: true })).deleted).toEqual([]);
    expect(stored('quiet')).toBeUndefined();
  });

  it('getObjectMeta() tells little, and rejects with NoSuchKey', async () => {
    await oss().put(key('facts'), Buffer.from('hello'), { headers: { 'x-oss-meta-a': 'b' } });
    const { headers } = (await oss().getObjectMeta(key('facts'))).res as unknown as OSS.NormalSuccessResponse;
    expect(headers).toMatchObject({ 'content-length': '5', etag: '"5D41402ABC4B2A76B9719D911017C592"' });
    expect(headers).not.toHaveProperty('x-oss-meta-a');
    expect(await rejection(oss().getObjectMeta(key('missing')))).toMatchObject({
      code: 'NoSuchKey',
      status: 404,
    });
  });

  it('getBucketACL(), getBucketInfo() and getBucketStat() tell of the bucket', async () => {
    server.state.putObject('other', 'k', Buffer.from('other'));
    expect(await oss().getBucketACL('other')).toMatchObject({ acl: 'private' });
    const { stat } = await oss().getBucketStat('other');
    expect(Number(stat['ObjectCount'])).toBeGreaterThan(0);
    expect(Number(stat['Storage'])).toBeGreaterThan(4);
    const { bucket } = await oss().getBucketInfo('other');
    expect(bucket.CreationDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(await rejection(oss().getBucketACL('no-such-bucket'))).toMatchObject({
      code: 'NoSuchBucket',
      status: 404,
    });
  });

  it('list() tells dates in whole seconds', async () => {
    await oss().put(key('dated'), Buffer.from('x'));
    const { objects } = await oss().list({ prefix: key('dated'), 'max-keys': 1 }, {});
    expect(objects[0]?.lastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  });
});
