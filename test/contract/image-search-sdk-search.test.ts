import { Readable } from 'node:stream';
import * as sdk from '@alicloud/imagesearch20201214';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { type SdkClient, sdkClientOf, sdkFailure } from '../support/official-sdk.ts';
import { startEmulator } from '../support/start-emulator.ts';

/** Nobody has signed the certificate of the place that files are uploaded to. */
const UNSIGNED = { ignoreSSL: true } as Parameters<SdkClient['searchImageByPicAdvance']>[1];
const INSTANCE = { instanceName: 'emulated' };

let emulator: Emulator;
let jpeg: Buffer;
beforeAll(async () => {
  emulator = await startEmulator({ taskDurationMs: 0 });
  const client = sdkClientOf(emulator);
  for (const seed of [1, 2]) {
    const image = Buffer.from(await makeImage({ format: 'jpeg', width: 130, height: 110, seed }));
    if (seed === 1) jpeg = image;
    await client.addImage(
      new sdk.AddImageRequest({
        ...{ ...INSTANCE, productId: `产品 ${seed}`, picName: 'a.jpg', intAttr: seed, strAttr4: 'd' },
        ...{ customContent: '"蓝"', categoryId: 0, picContent: image.toString('base64') },
      }),
    );
  }
});
afterAll(() => emulator.close());

const first = { productId: '产品 1', picName: 'a.jpg' };
const FIELDS = { ...first, intAttr: 1, strAttr4: 'd', customContent: '"蓝"', categoryId: 0 };

describe.each([
  ['ACS3', {}],
  ['the older signature', { signatureAlgorithm: 'v2' }],
])("Alibaba's SDK, signing by %s", (_, more) => {
  it('searchImageByPic() finds an image, in typed fields', async () => {
    const { statusCode, body } = await sdkClientOf(emulator, more).searchImageByPic(
      new sdk.SearchImageByPicRequest({
        ...{ ...INSTANCE, picContent: jpeg.toString('base64'), categoryId: 0, crop: false },
        ...{ region: '0,130,0,110', filter: 'int_attr < 9', num: 5, start: 0 },
        ...{ distinctProductId: true, scoreThreshold: '0.10' },
      }),
    );
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({
      ...{ success: true, code: 0, msg: 'success', head: { docsFound: 2, docsReturn: 2 } },
      picInfo: { categoryId: 0, region: '0,130,0,110', multiRegion: [{ region: '0,130,0,110' }] },
    });
    expect(body?.auctions?.[0]).toMatchObject(FIELDS);
    expect(body?.auctions?.[0]?.score).toBeGreaterThan(0.99);
    expect(body?.auctions?.[0]?.sortExprValues).toMatch(/^\d(\.\d+)?;0$/);
  });

  it('searchImageByPicAdvance() uploads a picture and finds it', async () => {
    const client = sdkClientOf(emulator, more);
    Object.assign(client, { _openPlatformEndpoint: emulator.imageSearchEndpoint });
    const request = new sdk.SearchImageByPicAdvanceRequest({
      ...{ ...INSTANCE, picContentObject: Readable.from([jpeg]), num: 1 },
    });
    const { body } = await client.searchImageByPicAdvance(request, UNSIGNED);
    expect(body?.auctions).toMatchObject([{ ...FIELDS, score: 1 }]);
  });

  it('searchImageByName() finds the image itself first', async () => {
    const request = new sdk.SearchImageByNameRequest({ ...INSTANCE, ...first, scoreThreshold: '0.00' });
    const { body } = await sdkClientOf(emulator, more).searchImageByName(request);
    expect(body?.auctions).toHaveLength(2);
    expect(body?.auctions?.[0]).toMatchObject({ ...FIELDS, score: 1 });
    expect(body?.picInfo?.categoryId).toBe(0);
  });

  it('searchImageByFilter() finds what the filter matches, without scores', async () => {
    const request = new sdk.SearchImageByFilterRequest({ ...INSTANCE, filter: 'int_attr = 1', num: 100 });
    const { body } = await sdkClientOf(emulator, more).searchImageByFilter(request);
    expect(body).toMatchObject({ success: true, code: 0, auctions: [FIELDS] });
  });

  it('searchImageByText() rejects with a code that is not to be repeated', async () => {
    const request = new sdk.SearchImageByTextRequest({ ...INSTANCE, text: '红色的鞋' });
    const failure = await sdkFailure(sdkClientOf(emulator, more).searchImageByText(request));
    expect(failure).toMatchObject({ code: 'UnsupportedInstanceType', statusCode: 500 });
  });

  it('dumpMeta() starts an export, and dumpMetaList() gives its URL', async () => {
    const client = sdkClientOf(emulator, more);
    const { body } = await client.dumpMeta(new sdk.DumpMetaRequest(INSTANCE));
    expect(body).toMatchObject({ success: true, data: { dumpMetaStatus: 'PROCESSING' } });
    const id = Number(body?.data?.id);
    const listed = async () => {
      const request = new sdk.DumpMetaListRequest({ ...INSTANCE, id, pageNumber: 1, pageSize: 30 });
      return (await client.dumpMetaList(request)).body?.data;
    };
    await expect.poll(async () => (await listed())?.dumpMetaList?.[0]?.status).toBe('SUCCESS');
    const data = await listed();
    expect(data).toMatchObject({ pageNumber: 1, pageSize: 30, totalCount: 1 });
    const [item] = data?.dumpMetaList ?? [];
    expect(item).toMatchObject({ id, code: '0', msg: 'success' });
    expect(Number(item?.utcCreate)).toBeLessThanOrEqual(item?.utcModified ?? 0);
    const file = await (await fetch(item?.metaUrl ?? '')).text();
    expect(file.trim().split('\n')).toHaveLength(2);
  });

  it('every one of these calls rejects with code, status and request id when the secret is wrong', async () => {
    const client = sdkClientOf(emulator, { ...more, accessKeySecret: 'wrong' });
    const picContent = jpeg.toString('base64');
    for (const call of [
      () => client.searchImageByPic(new sdk.SearchImageByPicRequest({ ...INSTANCE, picContent })),
      () => client.searchImageByName(new sdk.SearchImageByNameRequest({ ...INSTANCE, ...first })),
      () => client.searchImageByText(new sdk.SearchImageByTextRequest({ ...INSTANCE, text: 'a' })),
      () => client.searchImageByFilter(new sdk.SearchImageByFilterRequest({ ...INSTANCE, filter: 'a' })),
      () => client.dumpMeta(new sdk.DumpMetaRequest(INSTANCE)),
      () => client.dumpMetaList(new sdk.DumpMetaListRequest(INSTANCE)),
    ]) {
      const error = await sdkFailure(call());
      expect(error).toMatchObject({ code: 'SignatureDoesNotMatch', statusCode: 400 });
      expect(error.data?.RequestId).toMatch(/^[0-9A-F-]{36}$/);
    }
  });
});
