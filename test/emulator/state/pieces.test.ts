import OSS from 'ali-oss';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { rejection } from '../../support/failure.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PART = 100 * 1024;
const bytes = Buffer.alloc(2 * PART, 'image');

const clientOf = ({ ossEndpoint, bucketName, regionId, accessKeyId, accessKeySecret }: Emulator) =>
  new OSS({
    ...{ endpoint: ossEndpoint, bucket: bucketName, region: `oss-${regionId}`, accessKeyId, accessKeySecret },
    ...{ sldEnable: true, authorizationV4: true },
  } as OSS.Options);

const headersOf = async (oss: OSS, key: string) => {
  const {
    date,
    'x-oss-request-id': _,
    'x-oss-server-time': __,
    ...others
  } = (await oss.head(key)).res.headers as Record<string, string>;
  return others;
};

describe('an emulator with a state folder, restarted', () => {
  it('has the objects of several pieces as they were, and goes on appending', async () => {
    using folder = temporaryFolder();
    const options = { stateFolder: folder.path };
    const before = await (async () => {
      await using emulator = await startEmulator(options);
      const oss = clientOf(emulator);
      await oss.multipartUpload('parts', bytes, { partSize: PART });
      await oss.append('log', Buffer.from('hel'));
      await oss.append('log', Buffer.from('lo'), { position: '3' });
      return [await headersOf(oss, 'parts'), await headersOf(oss, 'log')];
    })();
    expect(before).toMatchObject([
      { 'x-oss-object-type': 'Multipart', etag: expect.stringContaining('-2') },
      { 'x-oss-object-type': 'Appendable', 'x-oss-next-append-position': '5' },
    ]);
    await using emulator = await startEmulator(options);
    const oss = clientOf(emulator);
    expect([await headersOf(oss, 'parts'), await headersOf(oss, 'log')]).toEqual(before);
    expect((await oss.get('parts')).content.equals(bytes)).toBe(true);
    const { nextAppendPosition } = await oss.append('log', Buffer.from('!'), { position: '5' });
    expect(nextAppendPosition).toBe('6');
    expect((await oss.get('log')).content.toString()).toBe('hello!');
  });

  it('has no unfinished uploads, and neither has one that was reset', async () => {
    using folder = temporaryFolder();
    const options = { stateFolder: folder.path };
    const lost = { code: 'NoSuchUpload', status: 404 };
    const uploadId = await (async () => {
      await using emulator = await startEmulator(options);
      const oss = clientOf(emulator);
      const { uploadId: unfinished } = await oss.initMultipartUpload('k');
      emulator.reset();
      expect(await rejection(oss.listParts('k', unfinished))).toMatchObject(lost);
      return (await oss.initMultipartUpload('k')).uploadId;
    })();
    await using emulator = await startEmulator(options);
    expect(await rejection(clientOf(emulator).listParts('k', uploadId))).toMatchObject(lost);
  });
});
