import * as sdk from '@alicloud/imagesearch20201214';
import OSS from 'ali-oss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type SdkClient, sdkClientOf, sdkFailure } from '../support/official-sdk.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { line } from '../support/test-bed.ts';

const increase = (more: object = {}) =>
  new sdk.IncreaseInstanceRequest({
    instanceName: 'emulated',
    bucketName: 'emulated-bucket',
    path: '/spring',
    ...more,
  });

const list = (more: object = {}) => new sdk.IncreaseListRequest({ instanceName: 'emulated', ...more });

describe("Alibaba's SDK for Image Search 2020-12-14", () => {
  let emulator: Emulator;
  let client: SdkClient;
  const start = Date.now();
  beforeAll(async () => {
    emulator = await startEmulator({ taskDurationMs: 0, capacity: 250_000, queriesPerSecond: 5 });
    client = sdkClientOf(emulator);
    const oss = new OSS({
      bucket: emulator.bucketName,
      region: `oss-${emulator.regionId}`,
      accessKeyId: emulator.accessKeyId,
      accessKeySecret: emulator.accessKeySecret,
      endpoint: emulator.ossEndpoint,
      sldEnable: true,
      authorizationV4: true,
    } as OSS.Options);
    const lines = [
      line({ ProductId: '产品 1', PicName: '图 片+1.jpg', CategoryId: 4, IntAttr: 7, StrAttr: 'blue' }),
      line({ ProductId: 'P2', PicName: 'missing.jpg' }),
    ];
    await oss.put(
      'spring/图 片+1.jpg',
      Buffer.from(await makeImage({ format: 'jpeg', width: 120, height: 100 })),
    );
    await oss.put('spring/increment.meta', Buffer.from(lines.join('')));
  });
  afterAll(() => emulator.close());

  const isDone = async (id: string) => {
    const { body } = await client.increaseList(list({ id: Number(id) }));
    return body?.data?.increments?.instance?.[0]?.status !== 'PROCESSING';
  };

  it('increaseInstance() starts a task, which increaseList() tells of in typed fields until it is over', async () => {
    const { statusCode, body } = await client.increaseInstance(
      increase({ callbackAddress: 'https://shop.example/a?b=c&d' }),
    );
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ success: true, data: { id: '1', incrementStatus: 'PROCESSING' } });
    expect(body?.requestId).toMatch(/^[0-9A-F-]{36}$/);
    await expect.poll(() => isDone('1')).toBe(true);
    const listed = await client.increaseList(list());
    const [task] = listed.body?.data?.increments?.instance ?? [];
    expect(task).toMatchObject({
      id: 1,
      bucketName: 'emulated-bucket',
      path: '/spring',
      callbackAddress: 'https://shop.example/a?b=c&d',
      status: 'SUCCESS',
      code: '0',
      msg: 'success',
      utcCreate: expect.stringMatching(/^\d{13}$/),
      utcModified: expect.any(Number),
    });
    expect(Number(task?.utcCreate)).toBeGreaterThanOrEqual(start);
    expect(task?.utcModified).toBeGreaterThanOrEqual(Number(task?.utcCreate));
    expect(listed.body?.data).toMatchObject({ pageNumber: 1, pageSize: 10, totalCount: 1 });
    const file = await (await fetch(task?.errorUrl ?? '')).text();
    expect(JSON.parse(file)).toMatchObject({ Line: 2, ProductId: 'P2', Code: 'PicNotExist' });
  });

  it('increaseList() pages and filters by bucket, path and id', async () => {
    await using many = await startEmulator({ clock: new FakeClock({ auto: true }) });
    const own = sdkClientOf(many);
    for (let n = 1; n <= 5; n++)
      await own.increaseInstance(
        increase({ path: `/folder ${n % 2}`, bucketName: n > 3 ? 'emulated-bucket' : 'other' }),
      );
    const found = async (more: object) => {
      const { body } = await own.increaseList(list(more));
      const ids = body?.data?.increments?.instance?.map(({ id }) => id);
      return { ids, total: body?.data?.totalCount };
    };
    expect(await found({})).toEqual({ ids: [5, 4, 3, 2, 1], total: 5 });
    expect(await found({ pageSize: 2, pageNumber: 1 })).toEqual({ ids: [5, 4], total: 5 });
    expect(await found({ pageSize: 2, pageNumber: 3 })).toEqual({ ids: [1], total: 5 });
    expect(await found({ pageSize: 2, pageNumber: 4 })).toEqual({ ids: [], total: 5 });
    expect(await found({ bucketName: 'other' })).toEqual({ ids: [3, 2, 1], total: 3 });
    expect(await found({ path: '/folder 1' })).toEqual({ ids: [5, 3, 1], total: 3 });
    expect(await found({ bucketName: 'other', path: '/folder 1' })).toEqual({ ids: [3, 1], total: 2 });
    expect(await found({ id: 4 })).toEqual({ ids: [4], total: 1 });
    expect(await found({ id: 6 })).toEqual({ ids: [], total: 0 });
  });

  it('checkImageExists() describes the image when it is there, and says so when it is not', async () => {
    const ask = (productId: string, picName: string) =>
      client.checkImageExists(
        new sdk.CheckImageExistsRequest({ instanceName: 'emulated', productId, picName }),
      );
    const there = await ask('产品 1', '图 片+1.jpg');
    expect(there.body).toMatchObject({
      success: true,
      code: 0,
      msg: 'success',
      exists: true,
      auctions: {
        productId: '产品 1',
        picName: '图 片+1.jpg',
        categoryId: 4,
        intAttr: 7,
        strAttr: 'blue',
        customContent: 'c',
      },
    });
    const not = await ask('P2', 'missing.jpg');
    expect(not.body).toMatchObject({ success: true, exists: false });
    expect(not.body?.auctions).toBeUndefined();
  });

  it('detail() describes the instance', async () => {
    const { body } = await client.detail(new sdk.DetailRequest({ instanceName: 'emulated' }));
    expect(body).toMatchObject({
      success: true,
      instance: {
        name: 'emulated',
        region: 'cn-shanghai',
        serviceType: 0,
        capacity: 25, // in ten thousands
        qps: 5,
        totalCount: 1,
        utcCreate: expect.stringMatching(/^\d{13}$/),
        utcExpireTime: expect.stringMatching(/^\d{13}$/),
      },
    });
  });

  it.each<[string, object, string, number]>([
    ['the secret is wrong', { accessKeySecret: 'wrong' }, 'SignatureDoesNotMatch', 400],
    ['the key id is unknown', { accessKeyId: 'who' }, 'InvalidAccessKeyId.NotFound', 404],
    [
      'a token is sent that was never given',
      { securityToken: 't', type: 'sts' },
      'InvalidSecurityToken.MismatchWithAccessKey',
      400,
    ],
  ])('every call rejects with code, status and request id when %s', async (_, more, code, statusCode) => {
    const own = sdkClientOf(emulator, more);
    const calls = [
      () => own.increaseInstance(increase()),
      () => own.increaseList(list()),
      () => own.detail(new sdk.DetailRequest({ instanceName: 'emulated' })),
      () =>
        own.checkImageExists(
          new sdk.CheckImageExistsRequest({ instanceName: 'emulated', productId: 'p', picName: 'a.jpg' }),
        ),
    ];
    for (const call of calls) {
      const error = await sdkFailure(call());
      expect(error).toMatchObject({ name: 'ClientError', code, statusCode });
      expect(error.data?.RequestId).toMatch(/^[0-9A-F-]{36}$/);
      expect(JSON.stringify(error.data)).not.toContain(emulator.accessKeySecret);
    }
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'increaseInstance',
      () => client.increaseInstance(increase({ instanceName: 'other' })),
      'Console.InstanceNotFound',
    ],
    ['increaseList', () => client.increaseList(list({ instanceName: 'other' })), 'Console.InstanceNotFound'],
    [
      'detail',
      () => client.detail(new sdk.DetailRequest({ instanceName: 'other' })),
      'Console.InstanceNotFound',
    ],
    [
      'checkImageExists',
      () =>
        client.checkImageExists(
          new sdk.CheckImageExistsRequest({ instanceName: 'other', productId: 'p', picName: 'a.jpg' }),
        ),
      'InvalidInstance',
    ],
  ])('%s() rejects when the instance is unknown', async (_, call, code) => {
    expect(await sdkFailure(call())).toMatchObject({ name: 'ClientError', code, statusCode: 400 });
  });

  it('increaseInstance() rejects with 409 when a task is running, and a second task is not there', async () => {
    await using busy = await startEmulator({ clock: new FakeClock() });
    const own = sdkClientOf(busy);
    await own.increaseInstance(increase());
    expect(await sdkFailure(own.increaseInstance(increase({ path: '/autumn' })))).toMatchObject({
      name: 'ClientError',
      code: 'Console.IncrementStatusError',
      statusCode: 409,
    });
    expect((await own.increaseList(list())).body?.data?.totalCount).toBe(1);
  });

  it('increaseInstance() rejects when the path ends with a slash, or a field is left out', async () => {
    for (const [more, code] of [
      [{ path: '/spring/' }, 'Console.BadRequest'],
      [{ path: undefined }, 'MissingPath'],
      [{ bucketName: undefined }, 'MissingBucketName'],
    ] as const) {
      expect(await sdkFailure(client.increaseInstance(increase(more)))).toMatchObject({
        code,
        statusCode: 400,
      });
    }
  });
});
