import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { checkEntry } from '../../src/import/prepare/check-entry.ts';
import { EntryImages } from '../../src/import/prepare/entry-images.ts';
import { FolderStore } from '../../src/index.ts';
import { metaContext } from '../../src/meta/model/meta-options.ts';
import { RecordCheck } from '../../src/meta/rules/check-record.ts';
import { systemClock } from '../../src/shared/async/sleep.ts';
import { sendPart, startImageServer } from '../image/url/image-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { errorCodes, importAndCollect, into, quickEmulator, storeOf } from './import-test-bed.ts';

let image: Uint8Array;
let other: Uint8Array;
beforeAll(async () => {
  image = await makeImage({ format: 'png', width: 300, height: 400 });
  other = await makeImage({ format: 'png', width: 300, height: 400, seed: 2 });
});

/** Imports images of which one changes, when the catalogue is read already and this image is not. */
async function importedWhile(change: (path: string) => void) {
  using folder = temporaryFolder();
  for (const name of ['1.png', '2.png']) writeFileSync(join(folder.path, name), image);
  await using server = await startImageServer((request, response) => {
    change(join(folder.path, '1.png'));
    sendPart(request, response, image, { etag: '"1"' });
  });
  await using emulator = await quickEmulator();
  const rows = [
    { productId: 'url', image: server.url('/first.png').href },
    { productId: 'changed', image: '1.png' },
    { productId: 'other', image: '2.png' },
  ];
  const { summary, outcomes } = await importAndCollect(rows, {
    ...into(emulator),
    ...{ images: folder.path, concurrency: 1, urls: { allowPrivateAddresses: true } },
  });
  const store = storeOf(emulator);
  const found = await store.head('spring/1.png');
  const stored = found && (await store.read(found.key, { offset: 0, length: found.bytes })).bytes;
  store.close();
  const told = Object.fromEntries(outcomes.map((outcome) => [outcome.productId, errorCodes(outcome)]));
  return { summary, told, stored };
}

describe.concurrent('importCatalogue() of images that change after the catalogue is read', () => {
  it.each<[string, (path: string) => void, string]>([
    ['vanishes', (path) => rmSync(path, { force: true }), 'IMAGE_MISSING'],
    ['is cut', (path) => truncateSync(path, 1_000), 'IMAGE_TRUNCATED'],
    ['is emptied', (path) => truncateSync(path, 0), 'IMAGE_EMPTY'],
    [
      'becomes a folder',
      (path) => {
        rmSync(path, { recursive: true, force: true });
        mkdirSync(path);
      },
      'IMAGE_UNREADABLE',
    ],
    ['becomes a text', (path) => writeFileSync(path, 'no image'), 'IMAGE_FORMAT_UNSUPPORTED'],
  ])('refuses the entry and imports the rest when an image %s', async (_, change, code) => {
    const { summary, told, stored } = await importedWhile(change);
    expect(told).toEqual({ url: [], changed: [code], other: [] });
    expect(summary).toMatchObject({ supplied: 3, refused: 1, succeeded: 2 });
    expect(stored).toBeUndefined();
  });

  it('sends the new image when an image is replaced', async () => {
    const { told, stored } = await importedWhile((path) => writeFileSync(path, other));
    expect(told).toEqual({ url: [], changed: [], other: [] });
    expect(Buffer.compare(stored ?? Buffer.of(), other)).toBe(0);
  });
});

describe('checkEntry()', () => {
  it.each<[string, (path: string) => void]>([
    ['replaced', (path) => writeFileSync(path, other)],
    ['cut', (path) => truncateSync(path, 10)],
    ['removed', (path) => rmSync(path)],
  ])('gives the bytes that it has checked when the file is %s afterwards', async (_, change) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'a.png');
    writeFileSync(path, image);
    using images = new EntryImages({
      ...{
        images: folder.path,
        serviceType: 'product',
        repair: false,
        followLinks: 'inside',
        clock: systemClock,
      },
      ...{ bucket: 'shop', store: new FolderStore(folder.path) },
    });
    const context = { serviceType: 'product', profile: 'documented', picNameBase: 'folder' } as const;
    const meta = new RecordCheck(metaContext({ ...context, metaFolder: 'spring' }));
    const checked = await checkEntry(
      {
        ...{ number: 1, place: { source: null, line: 1, lines: 1 }, issues: [], productId: '1' },
        ...{ picName: 'a.png', image: { kind: 'file', name: 'a.png' } },
        record: { operationType: 'ADD', productId: '1', picName: 'a.png', customContent: 'k:v' },
      },
      { images, meta, repairs: undefined, keyOf: (picName) => `spring/${picName}` },
      new AbortController().signal,
    );
    change(path);
    expect(checked).toMatchObject({ status: 'accepted', image: { key: 'spring/a.png', isPresent: false } });
    const bytes = checked.status === 'accepted' ? checked.image?.bytes : undefined;
    expect(Buffer.compare(bytes ?? Buffer.of(), image)).toBe(0);
  });
});
