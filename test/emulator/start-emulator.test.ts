import { connect, createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.ts';
import { ossV4Authorization } from '../../src/emulator/signature/oss-v4.ts';
import { v4Date } from '../../src/emulator/signature/oss-v4-date.ts';
import { rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { increase, rpcCall } from '../support/rpc-call.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { putFolder } from '../support/test-bed.ts';
import { sendRaw } from './oss/oss-test-server.ts';

const portOf = (endpoint: string) => Number(endpoint.split(':').at(-1));

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

async function taken(): Promise<{ readonly port: number } & AsyncDisposable> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.address() as { port: number }).port, [Symbol.asyncDispose]: stop };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  await using held = await taken();
  return held.port;
}

describe('startEmulator()', () => {
  it('tells how to reach it, with an empty gallery, when started without options', async () => {
    await using emulator = await startEmulator();
    expect(emulator).toMatchObject({
      regionId: 'cn-shanghai',
      accessKeyId: 'emulatorAccessKeyId',
      accessKeySecret: 'emulatorAccessKeySecret',
      instanceName: 'emulated',
      bucketName: 'emulated-bucket',
    });
    expect(emulator.imageSearchEndpoint).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(emulator.ossEndpoint).toMatch(/^http:\/\/localhost:\d+$/);
    expect(emulator.gallery()).toEqual([]);
  });

  it('takes the names, keys and ports that are given', async () => {
    const [imageSearchPort, ossPort] = [await freePort(), await freePort()];
    const given = {
      regionId: 'cn-beijing',
      accessKeyId: 'id',
      accessKeySecret: 'secret',
      instanceName: 'shop',
      bucketName: 'pictures',
    };
    await using emulator = await startEmulator({ ...given, imageSearchPort, ossPort });
    expect(emulator).toMatchObject(given);
    expect([portOf(emulator.imageSearchEndpoint), portOf(emulator.ossEndpoint)]).toEqual([
      imageSearchPort,
      ossPort,
    ]);
    await putFolder(emulator, 'spring'); // the bucket is there, for these keys
    const { body } = await rpcCall(emulator, { action: 'Detail' });
    expect(body).toMatchObject({ Instance: { Name: 'shop', Region: 'cn-beijing' } });
  });

  it('serves a bucket, and no other, at a custom domain that is bound to it', async () => {
    await using emulator = await startEmulator({
      buckets: { other: 'cn-shanghai' },
      customDomains: { 'images.shop.example': 'other' },
    });
    const { ossEndpoint, accessKeyId, accessKeySecret, regionId } = emulator;
    const account = { accessKeyId, accessKeySecret };
    const server = { port: portOf(ossEndpoint) };
    const get = (bucket: string) => {
      const headers = { 'x-oss-date': v4Date(Date.now()), 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' };
      const request = { method: 'GET', url: '/?list-type=2', headers };
      const authorization = ossV4Authorization(request, { bucket }, { account, regionId });
      return sendRaw(server, 'GET', '/?list-type=2', {
        ...headers,
        authorization,
        host: 'images.shop.example',
      });
    };
    expect(await get('other')).toMatchObject({ status: 200, text: expect.stringContaining('<Name>other<') });
    expect(await get('emulated-bucket')).toMatchObject({ status: 403 });
  });

  it('keeps two emulators apart', async () => {
    await using one = await startEmulator();
    await using other = await startEmulator({ accessKeySecret: 'another' });
    const { status } = await rpcCall(other, { accessKeySecret: one.accessKeySecret });
    expect(status).toBe(400);
    expect((await rpcCall(one, {})).status).toBe(200);
  });

  it.each<[string, object, typeof TypeError | typeof RangeError, RegExp]>([
    ['serviceType is unknown', { serviceType: 'shoes' }, TypeError, /'serviceType' must be one of product/],
    ['serviceType is a name every object has', { serviceType: 'toString' }, TypeError, /'serviceType'/],
    [
      'picNameBase is unknown',
      { picNameBase: 'root' },
      TypeError,
      /'picNameBase' must be one of folder, bucket/,
    ],
    ['badLine is unknown', { badLine: 'fail' }, TypeError, /'badLine' must be one of fails, failsTask/],
    [
      'lineOrder is unknown',
      { lineOrder: 'random' },
      TypeError,
      /'lineOrder' must be 'file' or an object with a seed: current value is "random"/,
    ],
    ['lineOrder is a number', { lineOrder: 7 }, TypeError, /'lineOrder' must be 'file' or an object/],
    ['lineOrder is misspelt', { lineOrder: { sead: 7 } }, TypeError, /lineOrder has no option "sead"/],
    ['lineOrder has no seed', { lineOrder: {} }, RangeError, /'lineOrder.seed' must be an integer from 0/],
    ...[-1, 0.5, 2 ** 32, Number.NaN].map((seed): [string, object, typeof RangeError, RegExp] => [
      `the seed of lineOrder is ${seed}`,
      { lineOrder: { seed } },
      RangeError,
      /'lineOrder\.seed' must be an integer from 0 to 4294967295/,
    ]),
    ['an option is misspelt', { bucket: 'a' }, TypeError, /has no option "bucket"/],
    ['instanceName is empty', { instanceName: '' }, TypeError, /'instanceName'/],
    ['accessKeyId is empty', { accessKeyId: '' }, TypeError, /'accessKeyId'/],
    ['accessKeySecret is empty', { accessKeySecret: '' }, TypeError, /'accessKeySecret'/],
    ['regionId is empty', { regionId: '' }, TypeError, /'regionId'/],
    ['stateFolder is empty', { stateFolder: '' }, TypeError, /'stateFolder'/],
    ['faults are no list', { faults: { kind: 'reset' } }, TypeError, /'faults' must be a list/],
    ['capacity is negative', { capacity: -1 }, RangeError, /'capacity'/],
    ['queriesPerSecond is 0', { queriesPerSecond: 0 }, RangeError, /'queriesPerSecond'/],
    ['taskDurationMs is a fraction', { taskDurationMs: 0.5 }, RangeError, /'taskDurationMs'/],
    ['bucketName is none', { bucketName: 'My_Bucket' }, RangeError, /name/],
    ['one of buckets is none', { buckets: { A: 'cn-shanghai' } }, RangeError, /name/],
    ['customDomains are none', { customDomains: 'a.example' }, TypeError, /'customDomains' must be domains/],
    [
      'a custom domain is a host of OSS',
      { customDomains: { 'b.oss-cn-shanghai.aliyuncs.com': 'emulated-bucket' } },
      TypeError,
      /'customDomains' must name domains .*no host of OSS/,
    ],
    ...['localhost', '127.0.0.1', 'a.example:80', 'b.localhost', ''].map(
      (name): [string, object, typeof TypeError, RegExp] => [
        `a custom domain is ${JSON.stringify(name)}`,
        { customDomains: { [name]: 'emulated-bucket' } },
        TypeError,
        /'customDomains' must name domains /,
      ],
    ),
    [
      'the bucket of a custom domain is none of the emulator',
      { customDomains: { 'images.shop.example': 'nobodys' } },
      TypeError,
      /'customDomains\.images\.shop\.example' must be one of emulated-bucket: current value is "nobodys"/,
    ],
    ['imageSearchPort is too large', { imageSearchPort: 65_536 }, RangeError, /'imageSearchPort'/],
    ['ossPort is negative', { ossPort: -1 }, RangeError, /'ossPort'/],
  ])('rejects, and leaves nothing listening, when %s', async (_, options, kind, says) => {
    const [imageSearchPort, ossPort] = [await freePort(), await freePort()];
    const error = await rejection(startEmulator({ imageSearchPort, ossPort, ...options } as EmulatorOptions));
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toMatch(says);
    expect([await listens(imageSearchPort), await listens(ossPort)]).toEqual([false, false]);
  });

  it.each([
    ['imageSearchPort', 'ossPort'],
    ['ossPort', 'imageSearchPort'],
  ] as const)(
    'rejects with EADDRINUSE and leaves nothing listening when %s is in use',
    async (used, other) => {
      await using held = await taken();
      const free = await freePort();
      const error = await rejection(startEmulator({ [used]: held.port, [other]: free }));
      expect(error).toMatchObject({ code: 'EADDRINUSE' });
      expect(await listens(free)).toBe(false);
    },
  );
});

describe('close()', () => {
  const ports = (emulator: Emulator) => [portOf(emulator.imageSearchEndpoint), portOf(emulator.ossEndpoint)];

  it('stops listening on both ports', async () => {
    const emulator = await startEmulator();
    expect(await Promise.all(ports(emulator).map(listens))).toEqual([true, true]);
    await emulator.close();
    expect(await Promise.all(ports(emulator).map(listens))).toEqual([false, false]);
  });

  it('does no harm when called twice, at once or one after the other', async () => {
    const emulator = await startEmulator();
    await Promise.all([emulator.close(), emulator.close()]);
    await expect(emulator.close()).resolves.toBeUndefined();
    await expect(emulator[Symbol.asyncDispose]()).resolves.toBeUndefined();
    expect(await Promise.all(ports(emulator).map(listens))).toEqual([false, false]);
  });

  it('ends connections that are open', async () => {
    const emulator = await startEmulator();
    const sockets = ports(emulator).map((port) => connect(port, '127.0.0.1'));
    const closed = sockets.map((socket) => {
      socket.on('error', () => {}); // a reset is an end, too
      return new Promise((resolve) => socket.on('close', resolve));
    });
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('connect', resolve))));
    await emulator.close();
    await Promise.all(closed);
    expect(sockets.map((socket) => socket.destroyed)).toEqual([true, true]);
  });

  it('ends a task that is running, without a defect and without a timer left', async () => {
    const defects: unknown[] = [];
    const clock = new FakeClock();
    const emulator = await startEmulator({ clock, onDefect: (error) => void defects.push(error) });
    await putFolder(emulator, 'spring');
    await increase(emulator);
    expect(clock.sleeping).toBe(1);
    await emulator.close();
    expect(clock.sleeping).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(defects).toEqual([]);
  });

  it('is called at the end of the block when `await using` holds the emulator', async () => {
    let held: number[] = [];
    {
      await using emulator = await startEmulator();
      held = ports(emulator);
      expect(await Promise.all(held.map(listens))).toEqual([true, true]);
    }
    expect(await Promise.all(held.map(listens))).toEqual([false, false]);
  });

  it('leaves the gallery to be read', async () => {
    const emulator = await startEmulator();
    await emulator.close();
    expect(emulator.gallery()).toEqual([]);
  });
});
