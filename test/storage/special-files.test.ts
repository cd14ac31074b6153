import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { FileBody } from '../../src/storage/file-body.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { uploadImages } from '../../src/storage/upload-images.ts';
import { rejection } from '../support/failure.ts';
import { all } from '../support/items.ts';
import { openFilesBelow, tellsOpenFiles } from '../support/open-files.ts';
import { specialFiles } from '../support/special-files.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const place = temporaryFolder();
const special = await specialFiles(place.path);
let emulator: Emulator;
let oss: OssStore;
beforeAll(async () => {
  emulator = await startEmulator();
  const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
  oss = new OssStore({ bucket, region, endpoint, credentials: emulator });
});
afterAll(async () => {
  oss.close();
  await emulator[Symbol.asyncDispose]();
  special[Symbol.dispose]();
  place[Symbol.dispose]();
});

const written = (name: string, bytes: number) => {
  const path = join(place.path, name);
  writeFileSync(path, Buffer.alloc(bytes, name));
  return path;
};
const STORES = [
  ['OssStore', () => oss],
  ['FolderStore', () => new FolderStore(join(place.path, 'bucket'))],
] as const;

describe.each(STORES)('%s.put()', (_, store) => {
  it.each(special.paths)('refuses %s when it is given in place of a file: %s', async (kind, path) => {
    const error = await rejection(store().put('x', { path }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: expect.stringContaining(`it is ${kind}`) });
  });

  it.each([0, 1, 1_000_000, 9_000_000])('stores a file of %i bytes, and leaves none open', async (bytes) => {
    const path = written(`of-${bytes}`, bytes);
    expect(await store().put('whole', { path })).toMatchObject({ bytes });
    expect(await store().head('whole')).toMatchObject({ bytes });
    if (tellsOpenFiles) expect(openFilesBelow(path)).toEqual([]);
  });
});

describe('FileBody', () => {
  it('gives as many bytes as there were when the file grows', async () => {
    const path = written('growing', 200_000);
    await using file = await FileBody.open(path);
    appendFileSync(path, Buffer.alloc(1_000_000));
    expect((await file.bytes()).length).toBe(200_000);
    expect(Buffer.concat(await all(file.chunks())).length).toBe(200_000);
  });

  it('fails when the file has become shorter', async () => {
    const path = written('shrinking', 200_000);
    await using file = await FileBody.open(path);
    truncateSync(path, 100);
    await expect(file.bytes()).rejects.toThrow('changed');
    await expect(all(file.chunks())).rejects.toThrow('changed');
  });
});

describe('uploadImages()', () => {
  const issuesOf = async (source: string, folder?: string) => {
    const [result] = await all(
      uploadImages(new FolderStore(join(place.path, 'bucket')), [{ source, key: 'x' }], { folder }),
    );
    return result?.issue ?? 'stored';
  };

  it.each(special.paths)(
    'gives an issue that names %s when it is given in place of an image: %s',
    async (kind, path) => {
      expect(await issuesOf(path)).toMatchObject({
        code: 'UPLOAD_SOURCE_UNREADABLE',
        message: expect.stringContaining(`it is ${kind}`),
      });
    },
  );

  it('gives an issue, and reads no further, when an image is larger than any may be', async () => {
    expect(await issuesOf(written('largest', 4_194_304))).toBe('stored');
    expect(await issuesOf(written('larger', 4_194_305))).toMatchObject({
      code: 'IMAGE_TOO_LARGE',
      message: expect.stringContaining('4194305'),
    });
  });

  it('refuses a link that leads out of the folder, and its target is named', async () => {
    const images = join(place.path, 'images');
    mkdirSync(images);
    written('secret.png', 10);
    written('images/in.png', 10);
    symlinkSync(place.path, join(images, 'linkdir'));
    symlinkSync('in.png', join(images, 'inside.png'));
    expect(await issuesOf(join(images, 'inside.png'), images)).toBe('stored');
    expect(await issuesOf(join(images, 'linkdir/secret.png'), images)).toMatchObject({
      code: 'UPLOAD_SOURCE_OUTSIDE',
      message: expect.stringMatching(/to ".*\/secret\.png"/),
    });
    expect(await issuesOf(join(images, 'linkdir/secret.png'))).toBe('stored');
  });
});
