import { Readable } from 'node:stream';
import * as sdk from '@alicloud/imagesearch20201214';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeImage, rotatedImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type SdkClient, sdkClientOf, sdkFailure } from '../support/official-sdk.ts';
import { startEmulator } from '../support/start-emulator.ts';

/** Nobody has signed the certificate of the place that files are uploaded to. */
const UNSIGNED = { ignoreSSL: true } as Parameters<SdkClient['addImageAdvance']>[1];

let emulator: Emulator;
let jpeg: Buffer;
beforeAll(async () => {
  emulator = await startEmulator();
  jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 130, height: 110 }));
});
afterEach(async () => {
  const client = sdkClientOf(emulator);
  for (const { ProductId } of emulator.gallery()) await remove(client, { productId: ProductId });
});
afterAll(() => emulator.close());

const add = (client: SdkClient, more: object = {}) =>
  client.addImage(
    new sdk.AddImageRequest({
      instanceName: 'emulated',
      productId: 'P1',
      picName: 'a.jpg',
      picContent: jpeg.toString('base64'),
      ...more,
    }),
  );

/** By way of an upload. The endpoint that authorizes it has no other setting in this version of the SDK. */
function addAdvanced(client: SdkClient, bytes: Uint8Array, more: object = {}, at = emulator) {
  Object.assign(client, { _openPlatformEndpoint: at.imageSearchEndpoint });
  const request = new sdk.AddImageAdvanceRequest({
    instanceName: 'emulated',
    productId: 'P1',
    picName: 'a.jpg',
    picContentObject: Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]),
    ...more,
  });
  return client.addImageAdvance(request, UNSIGNED);
}

const remove = (client: SdkClient, more: object) =>
  client.deleteImage(new sdk.DeleteImageRequest({ instanceName: 'emulated', ...more }));

describe.each([
  ['ACS3', {}],
  ['the older signature', { signatureAlgorithm: 'v2' }],
])("Alibaba's SDK, signing by %s", (_, more) => {
  it('addImage() puts an image with all its fields into the gallery, and tells of it in typed fields', async () => {
    const client = sdkClientOf(emulator, more);
    const fields = {
      categoryId: 0,
      customContent: 'k1:v1 & "蓝"',
      intAttr: -1,
      intAttr2: 2,
      intAttr3: 0,
      intAttr4: 2 ** 31 - 1,
      strAttr: 'a b+c',
      strAttr2: "!'()*",
      strAttr3: '蓝',
      strAttr4: 'd',
    };
    const names = { productId: '产品 1', picName: '图 片+1' };
    const { statusCode, body } = await add(client, {
      ...names,
      ...fields,
      crop: false,
      region: '10,60,20,70',
    });
    expect(statusCode).toBe(200);
    expect(body?.requestId).toMatch(/^[0-9A-F-]{36}$/);
    expect(body).toMatchObject({
      success: true,
      code: 0,
      message: 'success',
      picInfo: {
        categoryId: 0,
        region: '10,60,20,70',
        multiRegion: [{ region: '10,60,20,70' }],
      },
    });
    expect(body?.picInfo?.allCategories).toContainEqual({ id: 88888888, name: 'Others' });
    const { body: found } = await client.checkImageExists(
      new sdk.CheckImageExistsRequest({ instanceName: 'emulated', ...names }),
    );
    expect(found?.auctions).toMatchObject({ ...names, ...fields });
  });

  it('addImageAdvance() uploads an image and puts it into the gallery', async () => {
    const { body } = await addAdvanced(sdkClientOf(emulator, more), jpeg, { intAttr: 5 });
    expect(body).toMatchObject({ success: true, code: 0, picInfo: { region: '0,130,0,110' } });
    expect(emulator.gallery()).toEqual([
      { ProductId: 'P1', PicName: 'a.jpg', CategoryId: 88888888, IntAttr: 5 },
    ]);
  });

  it('deleteImage() deletes one image, a product, or what a filter names, and tells the names', async () => {
    const client = sdkClientOf(emulator, more);
    for (const [productId, picName, intAttr] of [
      ['P1', 'a.jpg', 1],
      ['P1', 'b.jpg', 2],
      ['P1', 'c.jpg', 3],
      ['P2', 'a.jpg', 1],
      ['P2', 'b.jpg', 2],
    ] as const)
      await add(client, { productId, picName, intAttr, strAttr: `of ${productId}` });
    const deleted = async (what: object) => {
      const { body } = await remove(client, what);
      expect(body).toMatchObject({ success: true, code: 0 });
      return body?.data?.picNames;
    };
    expect(await deleted({ productId: 'P1', picName: 'b.jpg' })).toEqual(['b.jpg']);
    const filter = 'int_attr >= 3 OR int_attr = 1 AND strAttr = "of P2"';
    expect(await deleted({ isDeleteByFilter: true, filter })).toEqual(['c.jpg', 'a.jpg']);
    expect(await deleted({ productId: 'P2', isDeleteByFilter: false })).toEqual(['b.jpg']);
    expect(await deleted({ productId: 'P2' })).toEqual([]);
    expect(emulator.gallery().map(({ PicName }) => PicName)).toEqual(['a.jpg']);
  });

  it('every image call rejects with code, status and request id when the secret is wrong', async () => {
    const client = sdkClientOf(emulator, { ...more, accessKeySecret: 'wrong' });
    for (const call of [
      () => add(client),
      () => addAdvanced(client, jpeg),
      () => remove(client, { productId: 'P' }),
    ]) {
      const error = await sdkFailure(call());
      expect(error).toMatchObject({ name: 'ClientError', code: 'SignatureDoesNotMatch', statusCode: 400 });
      expect(error.data?.RequestId).toMatch(/^[0-9A-F-]{36}$/);
    }
    expect(emulator.gallery()).toEqual([]);
  });
});

describe("Alibaba's SDK, with images that the service does not take", () => {
  it.each<[string, () => Promise<Uint8Array>, string]>([
    [
      'is larger than 4 MB',
      () => makeImage({ format: 'bmp', width: 1200, height: 1200 }),
      'InvalidPicContent',
    ],
    ['is 99 px wide', () => makeImage({ format: 'png', width: 99, height: 150 }), 'UnsupportedPicPixels'],
    ['is rotated', () => rotatedImage('jpeg', 6), 'IncorrectOrientation'],
    ['is text', async () => Buffer.from('hello'), 'UnsupportedPicFormat'],
  ])('addImage() and addImageAdvance() reject when the image %s', async (_, make, code) => {
    const image = await make();
    const client = sdkClientOf(emulator);
    const base64 = Buffer.from(image).toString('base64');
    expect(await sdkFailure(add(client, { picContent: base64 }))).toMatchObject({ code, statusCode: 400 });
    expect(await sdkFailure(addAdvanced(client, image))).toMatchObject({ code, statusCode: 400 });
    expect(emulator.gallery()).toEqual([]);
  });

  it('addImageAdvance() rejects with the code of OSS when the file is larger than its grant allows', async () => {
    const image = Buffer.alloc(8 * 2 ** 20 + 1);
    expect(await sdkFailure(addAdvanced(sdkClientOf(emulator), image))).toMatchObject({
      name: 'ClientError',
      code: 'EntityTooLarge',
      data: { httpCode: 400 },
    });
  });

  it('addImageAdvance() rejects when nobody trusts the certificate', async () => {
    const client = sdkClientOf(emulator);
    Object.assign(client, { _openPlatformEndpoint: emulator.imageSearchEndpoint });
    const request = new sdk.AddImageAdvanceRequest({
      instanceName: 'emulated',
      productId: 'P1',
      picName: 'a.jpg',
      picContentObject: Readable.from([jpeg]),
    });
    const error = await sdkFailure(
      client.addImageAdvance(request, {} as Parameters<SdkClient['addImageAdvance']>[1]),
    );
    expect(error.message).toMatch(/self-signed/);
  });

  it('addImage() rejects when the pace is faster than documented, and is let in a second later', async () => {
    const clock = new FakeClock();
    await using paced = await startEmulator({ clock, rates: 'documented' });
    const client = sdkClientOf(paced);
    await add(client);
    expect(await sdkFailure(add(client))).toMatchObject({ code: 'DeniedRequest', statusCode: 403 });
    clock.advance(1_000);
    expect((await add(client)).statusCode).toBe(200);
  });
});
