import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import * as sdk from '@alicloud/imagesearch20201214';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeImage, rotatedImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { GalleryClient, type ImageToAdd } from '../../src/gallery/gallery-client.ts';
import { ImageRefused } from '../../src/gallery/image-refused.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { inTurn, replyJson, startFaultServer } from '../support/fault-server.ts';
import { sdkClientOf } from '../support/official-sdk.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connection } from '../support/test-bed.ts';

let emulator: Emulator;
let folder: string;
let picture: Uint8Array;
beforeAll(async () => {
  emulator = await startEmulator({ capacity: 1_000 });
  folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  picture = await makeImage({ format: 'jpeg', width: 130, height: 110 });
  await writeFile(join(folder, 'a.jpg'), picture);
});
afterEach(async () => {
  const gallery = galleryOf();
  for (const productId of new Set(emulator.gallery().map(({ ProductId }) => ProductId)))
    await gallery.delete({ productId, allImages: true });
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

const galleryOf = (options: object = {}) => new GalleryClient({ ...connection(emulator), ...options });
const image = (more: Partial<ImageToAdd> = {}): ImageToAdd => ({
  ...{ productId: 'P1', picName: 'a.jpg', picture },
  ...more,
});

const ATTRIBUTES = {
  ...{ customContent: 'k1:v1 & "蓝"', intAttr: -1, intAttr2: 2, intAttr3: 3, intAttr4: 2_147_483_647 },
  ...{ strAttr: 'a+b', strAttr2: '红 =', strAttr3: "c'", strAttr4: 'd' },
};

describe('GalleryClient.add()', () => {
  it('puts an image with all its fields into the gallery, and tells what the service found', async () => {
    const gallery = galleryOf();
    const region = { x1: 10, x2: 60, y1: 5, y2: 105 };
    const added = await gallery.add(image({ ...ATTRIBUTES, categoryId: 0, region }));
    expect(added).toMatchObject({ categoryId: 0, region, multiRegion: [region] });
    expect(added.allCategories).toContainEqual({ id: 4, name: 'Shoes' });
    expect(await gallery.find('P1', 'a.jpg')).toEqual({
      ...{ productId: 'P1', picName: 'a.jpg', categoryId: 0, ...ATTRIBUTES },
    });
  });

  it.each<[string, () => ImageToAdd['picture']]>([
    ['bytes', () => picture],
    ['a path', () => join(folder, 'a.jpg')],
    ['a file: URL', () => pathToFileURL(join(folder, 'a.jpg'))],
    ['a Blob', () => new Blob([picture as Uint8Array<ArrayBuffer>])],
    ['a stream of Node', () => Readable.from([picture.subarray(0, 100), picture.subarray(100)])],
    ['a stream of the web', () => new Blob([picture as Uint8Array<ArrayBuffer>]).stream()],
    [
      'an ImageReader',
      () => ({
        name: 'x.jpg',
        read: async (offset, length) => ({
          bytes: picture.subarray(offset, offset + length),
          size: picture.length,
        }),
      }),
    ],
  ])('takes %s as the picture', async (_, pictureOf) => {
    await galleryOf().add(image({ picture: pictureOf() }));
    expect(emulator.gallery()).toHaveLength(1);
  });

  it('fetches an http URL, guarded as any other', async () => {
    const server = createServer((_, response) => response.end(picture)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.jpg`;
    try {
      expect(await rejection(galleryOf().add(image({ picture: url })))).toBeInstanceOf(ImageRefused);
      await galleryOf({ urls: { allowPrivateAddresses: true } }).add(image({ picture: url }));
      expect(emulator.gallery()).toHaveLength(1);
    } finally {
      server.close();
    }
  });

  it('overwrites the image of the same two names', async () => {
    const gallery = galleryOf();
    await gallery.add(image({ customContent: 'first' }));
    await gallery.add(image({ customContent: 'second' }));
    expect(emulator.gallery()).toMatchObject([{ CustomContent: 'second' }]);
  });

  it.each<[string, () => Promise<Partial<ImageToAdd>>, string, RegExp]>([
    ['has no name', async () => ({ picName: '' }), 'META_PIC_NAME_MISSING', /PicName/],
    ['has an attribute with a $', async () => ({ strAttr: '5$' }), 'META_STR_ATTR_CHARACTERS', /StrAttr/],
    ['has a long name', async () => ({ productId: 'p'.repeat(257) }), 'META_TOO_LONG_FOR_API', /256/],
    [
      'has a Region outside its picture',
      async () => ({ region: { x1: 0, x2: 131, y1: 0, y2: 9 } }),
      'IMAGE_REGION_OUTSIDE',
      /130/,
    ],
    ['is not there', async () => ({ picture: join(folder, 'b.jpg') }), 'IMAGE_MISSING', /ENOENT/],
    [
      'is too small',
      async () => ({ picture: await makeImage({ format: 'png', width: 99, height: 100 }) }),
      'IMAGE_SIDE_TOO_SHORT',
      /99/,
    ],
    [
      'is to be turned',
      async () => ({ picture: await rotatedImage('jpeg', 6, 1) }),
      'IMAGE_ROTATED',
      /rotat|orientation/i,
    ],
    ['is no image', async () => ({ picture: Buffer.from('<html>') }), 'IMAGE_FORMAT_UNSUPPORTED', /./],
  ])('rejects with ImageRefused, and sends no picture, when the image %s', async (_, more, code, says) => {
    const refused = (await rejection(galleryOf().add(image(await more())))) as ImageRefused;
    expect(refused).toBeInstanceOf(ImageRefused);
    expect(refused.issues.map((issue) => issue.code)).toContain(code);
    expect(refused.message).toMatch(says);
    expect(refused.message).toMatch(/^Cannot add image ".*" of product "\w+("|…) as /);
    expect(emulator.gallery()).toEqual([]);
  });

  it('rejects with the code of the service when the gallery is full', async () => {
    await using small = await startEmulator({ capacity: 1 });
    const gallery = new GalleryClient(connection(small));
    await gallery.add(image());
    const failure = await failureOf(gallery.add(image({ picName: 'b.jpg' })));
    expect(failure).toMatchObject({ code: 'InstanceOverQuota', retryable: false });
  });

  it.each([
    [10, 1_000],
    [11, 200],
  ])('asks Detail once and keeps the pace of an instance of %i0,000 images', async (Capacity, ms) => {
    const detail = replyJson(200, { Success: true, Instance: { Qps: 1, Capacity, ServiceType: 0 } });
    const added = replyJson(200, { Success: true, Code: 0, PicInfo: {} });
    await using server = await startFaultServer(inTurn(detail, added));
    const clock = new FakeClock();
    const gallery = galleryOf({ endpoint: server.endpoint, clock });
    await gallery.add(image());
    const second = gallery.add(image());
    await expect.poll(() => clock.waits).toEqual([ms]);
    clock.advance(ms);
    await second;
    const actions = server.requests.map((one) => /x-acs-action: (\w+)/.exec(one)?.[1]);
    expect(actions).toEqual(['Detail', 'AddImage', 'AddImage']);
  });

  it('rejects with the own reason when aborted while the picture is read', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const never = new ReadableStream<Uint8Array>();
    const adding = rejection(galleryOf().add(image({ picture: never }), { signal: controller.signal }));
    controller.abort(reason);
    expect(await adding).toBe(reason);
  });
});

describe('GalleryClient.update()', () => {
  it('changes what is named and leaves the rest, as the official SDK does', async () => {
    const gallery = galleryOf();
    for (const productId of ['ours', 'sdk'])
      await gallery.add(image({ productId, categoryId: 4, strAttr: 'kept', intAttr3: 7 }));
    const changes = { customContent: 'new & "蓝"', intAttr: 0, intAttr4: -5, strAttr2: 'x', strAttr3: 'ü+' };
    await gallery.update({ productId: 'ours', picName: 'a.jpg', ...changes });
    await sdkClientOf(emulator).updateImage(
      new sdk.UpdateImageRequest({
        ...{ instanceName: 'emulated', productId: 'sdk', picName: 'a.jpg', ...changes },
      }),
    );
    const expected = { categoryId: 4, strAttr: 'kept', intAttr3: 7, ...changes };
    for (const productId of ['ours', 'sdk'])
      expect(await gallery.find(productId, 'a.jpg')).toEqual({ productId, picName: 'a.jpg', ...expected });
  });

  it.each<[string, object, RegExp]>([
    ['nothing is to be changed', { intAttr: undefined, strAttr: null }, /customContent or an attribute/],
    ['it names a category', { categoryId: 4 }, /no option "categoryId"/],
  ])('throws a TypeError when %s', async (_, changes, says) => {
    const error = await rejection(
      galleryOf().update({ productId: 'P1', picName: 'a.jpg', ...changes } as never),
    );
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(says);
  });

  it('rejects with ImageRefused when a value breaks a rule', async () => {
    const update = { productId: 'P1', picName: 'a.jpg', strAttr: 's'.repeat(129) };
    expect(await rejection(galleryOf().update(update))).toBeInstanceOf(ImageRefused);
  });

  it('rejects with the code of the service when the image is not there', async () => {
    const failure = await failureOf(galleryOf().update({ productId: 'P9', picName: 'a.jpg', intAttr: 1 }));
    expect(failure).toMatchObject({ code: 'PicNotExist', retryable: false });
  });
});

describe('GalleryClient.delete()', () => {
  async function filled(): Promise<GalleryClient> {
    const gallery = galleryOf();
    for (const [productId, picName, intAttr] of [
      ...[['P1', 'a.jpg', 1] as const, ['P1', 'b.jpg', 2] as const],
      ...[['P2', 'a.jpg', 2] as const, ['P3', 'a.jpg', 3] as const],
    ])
      await gallery.add(image({ productId, picName, intAttr }));
    return gallery;
  }

  it.each<[string, Parameters<GalleryClient['delete']>[0], string[], number]>([
    ['one image', { productId: 'P1', picName: 'b.jpg' }, ['b.jpg'], 3],
    ['nothing, for an image that is not there', { productId: 'P1', picName: 'c.jpg' }, [], 4],
    ['a product', { productId: 'P1', allImages: true }, ['a.jpg', 'b.jpg'], 2],
    ['what a filter matches', { filter: 'int_attr = 2', allMatches: true }, ['a.jpg', 'b.jpg'], 2],
  ])('deletes %s', async (_, target, picNames, left) => {
    const gallery = await filled();
    expect((await gallery.delete(target)).picNames.toSorted()).toEqual(picNames);
    expect(emulator.gallery()).toHaveLength(left);
  });

  it.each<[object, RegExp]>([
    [{ productId: 'P1' }, /every image of product "P1" as 'allImages' must be true/],
    [{ productId: 'P1', allImages: 'yes' }, /'allImages' must be true/],
    [{ productId: '', picName: 'a.jpg' }, /'productId' must not be empty/],
    [{ productId: 'P1', picName: '' }, /'picName' must not be empty/],
    [{ productId: 'P1', picName: 'a.jpg', allImages: true }, /one of/],
    [{ filter: 'int_attr = 2' }, /every image that "int_attr = 2" matches as 'allMatches' must be true/],
    [{ filter: '', allMatches: true }, /The filter ends/],
    [{ filter: 'int_attr == 2', allMatches: true }, /character 11/],
    [{ filter: 'int_attr = 2', allMatches: true, productId: 'P1' }, /one of/],
    [{ productID: 'P1', picName: 'a.jpg' }, /did you mean 'productId'/],
    [{}, /'productId'/],
  ])('throws a TypeError and deletes nothing when it is given %j', async (target, says) => {
    const gallery = await filled();
    const error = await rejection(gallery.delete(target as never));
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(says);
    expect(emulator.gallery()).toHaveLength(4);
  });
});
