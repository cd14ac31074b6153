import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import type { GalleryClientOptions } from '../../src/gallery/gallery-client-options.ts';
import { ImageSearchClient } from '../../src/image-search-client.ts';
import type { WaitingOptions } from '../../src/service/patience.ts';
import { SERVICE_TYPES, type ServiceType } from '../../src/shared/model/service-type.ts';
import { expectWithout, failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Fault, inTurn, replyJson, startFaultServer } from '../support/fault-server.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connection, line, putFolder, tasksOf } from '../support/test-bed.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ taskDurationMs: 0, capacity: 250_000, queriesPerSecond: 5 });
  await putFolder(emulator, 'spring', [line({ CategoryId: 4, CustomContent: 'a shoe, "blue"' })]);
  const tasks = tasksOf(emulator);
  await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/spring`));
});
afterAll(() => emulator.close());

const galleryOf = (options: Partial<GalleryClientOptions> = {}) =>
  new GalleryClient({ ...connection(emulator), ...options });

const exists = (more: object): Fault => replyJson(200, { Success: true, Code: 0, Msg: 'success', ...more });
const detail = (more: object): Fault =>
  replyJson(200, { Success: true, Instance: { Name: 'shop', Region: 'cn-shanghai', Qps: 2, ...more } });

describe('GalleryClient.find()', () => {
  it.each([
    ['productId', '\ud800', 'a.jpg'],
    ['picName', '1', 'a\udc00.jpg'],
  ])(
    'throws a TypeError before anything is sent when %s has half of a surrogate pair',
    async (name, ...names) => {
      await using server = await startFaultServer(exists({ Exists: false }));
      const gallery = new GalleryClient({
        ...connection(emulator),
        endpoint: server.endpoint,
        queriesPerSecond: 5,
      });
      const error = await rejection(gallery.find(...(names as [string, string])));
      expect(error).toBeInstanceOf(TypeError);
      expect((error as Error).message).toContain(name);
      expect(server.requests).toEqual([]);
    },
  );
});

describe('GalleryClient.detail()', () => {
  it('tells what the instance is and what it holds', async () => {
    expect(await galleryOf().detail()).toEqual({
      name: 'emulated',
      region: 'cn-shanghai',
      serviceType: 'product',
      capacity: 250_000,
      images: 1,
      queriesPerSecond: 5,
      expiresAt: expect.any(Number),
    });
  });

  it.each(SERVICE_TYPES)('names the service type when the emulated instance is for %s', async (name) => {
    await using other = await startEmulator({ serviceType: name });
    const gallery = new GalleryClient(connection(other));
    expect((await gallery.detail()).serviceType).toBe(name);
  });

  it.each<[unknown, ServiceType | undefined]>([
    [0, 'product'],
    [1, 'generic'],
    [2, 'fabric'],
    [3, 'trademark'],
    [4, 'copyright'],
    [5, 'furniture'],
    [6, 'hardware'],
    [7, 'trademark'],
    ['4', 'copyright'],
    [8, undefined],
    [-1, undefined],
    [null, undefined],
  ])('reads the service type %j as %s', async (ServiceType, name) => {
    await using server = await startFaultServer(detail({ ServiceType }));
    expect((await galleryOf({ endpoint: server.endpoint }).detail()).serviceType).toBe(name);
  });

  it.each<[unknown, number | undefined]>([
    ['1827495613519', 1_827_495_613_519],
    [1_827_495_613_519, 1_827_495_613_519],
    ['', undefined],
    ['tomorrow', undefined],
    [null, undefined],
  ])('reads the end of the term %j as %s', async (UtcExpireTime, expiresAt) => {
    await using server = await startFaultServer(detail({ UtcExpireTime }));
    expect((await galleryOf({ endpoint: server.endpoint }).detail()).expiresAt).toBe(expiresAt);
  });

  it('names no service type when the answer has none', async () => {
    await using server = await startFaultServer(detail({}));
    expect(await galleryOf({ endpoint: server.endpoint }).detail()).toMatchObject({
      serviceType: undefined,
      capacity: 0,
      images: 0,
    });
  });

  it('rejects with BAD_ANSWER when the answer has no instance', async () => {
    await using server = await startFaultServer(replyJson(200, { Success: true }));
    const failure = await failureOf(galleryOf({ endpoint: server.endpoint }).detail());
    expect(failure).toMatchObject({ code: 'BAD_ANSWER', retryable: true });
  });

  it('rejects with the code of the service when the instance is unknown', async () => {
    const failure = await failureOf(galleryOf({ instance: 'other' }).detail());
    expect(failure).toMatchObject({ code: 'Console.InstanceNotFound', httpStatus: 400 });
    expectWithout(failure, emulator.accessKeySecret);
  });
});

describe('GalleryClient.find()', () => {
  it('gives the image when the gallery has it', async () => {
    expect(await galleryOf().find('P1', 'a.jpg')).toEqual({
      productId: 'P1',
      picName: 'a.jpg',
      categoryId: 4,
      customContent: 'a shoe, "blue"',
    });
  });

  it.each([
    ['product', 'P2', 'a.jpg'],
    ['name', 'P1', 'b.jpg'],
    ['name in this case', 'P1', 'A.jpg'],
  ])('gives undefined when the gallery has no image of the %s', async (_, productId, picName) => {
    expect(await galleryOf().find(productId, picName)).toBeUndefined();
  });

  it.each([{}, { Exists: null }, { Exists: 'true' }])(
    'rejects with BAD_ANSWER when the answer is %j',
    async (answer) => {
      await using server = await startFaultServer(exists(answer));
      const gallery = galleryOf({ endpoint: server.endpoint, queriesPerSecond: 1 });
      expect(await failureOf(gallery.find('P1', 'a.jpg'))).toMatchObject({ code: 'BAD_ANSWER' });
    },
  );

  it('gives the image with what is known when the answer does not describe it', async () => {
    await using server = await startFaultServer(exists({ Exists: true }));
    const gallery = galleryOf({ endpoint: server.endpoint, queriesPerSecond: 1 });
    expect(await gallery.find('P1', 'a.jpg')).toEqual({
      productId: 'P1',
      picName: 'a.jpg',
      categoryId: undefined,
      customContent: undefined,
    });
  });

  it('rejects with the code of the service when the instance is unknown', async () => {
    const failure = await failureOf(
      galleryOf({ instance: 'other', queriesPerSecond: 1 }).find('P1', 'a.jpg'),
    );
    expect(failure).toMatchObject({ code: 'InvalidInstance', httpStatus: 400, retryable: false });
  });

  it.each([
    { queriesPerSecond: 4 },
    { requestsPerSecond: { CheckImageExists: 4 } },
    { queriesPerSecond: 4, requestsPerSecond: { CheckImageExists: 1_000 } },
  ])('keeps the pace that was given and asks for none when the options are %j', async (pace) => {
    await using server = await startFaultServer(exists({ Exists: false }));
    const clock = new FakeClock();
    const gallery = galleryOf({ endpoint: server.endpoint, clock, ...pace });
    const found = [1, 2, 3].map((n) => gallery.find(`P${n}`, 'a.jpg'));
    await found[0];
    for (const n of [1, 2]) {
      expect(server.requests).toHaveLength(n);
      await expect.poll(() => clock.sleeping).toBe(1);
      clock.advance(250);
      await found[n];
    }
    expect(clock.waits).toEqual([250, 250]);
    expect(server.requests.map((one) => /x-acs-action: (\w+)/.exec(one)?.[1])).toEqual(
      Array.from({ length: 3 }, () => 'CheckImageExists'),
    );
  });

  it('asks Detail once for the pace when none was given', async () => {
    await using server = await startFaultServer(inTurn(detail({ Qps: 2 }), exists({ Exists: false })));
    const clock = new FakeClock();
    const gallery = galleryOf({ endpoint: server.endpoint, clock });
    await gallery.find('P1', 'a.jpg');
    const second = gallery.find('P2', 'a.jpg');
    await expect.poll(() => clock.waits).toEqual([500]);
    clock.advance(500);
    await second;
    expect(server.requests.map((one) => /x-acs-action: (\w+)/.exec(one)?.[1])).toEqual([
      'Detail',
      'CheckImageExists',
      'CheckImageExists',
    ]);
  });

  it('rejects with the own reason and sends nothing more when aborted while the pace makes it wait', async () => {
    await using server = await startFaultServer(exists({ Exists: false }));
    const clock = new FakeClock();
    const gallery = galleryOf({ endpoint: server.endpoint, clock, queriesPerSecond: 1 });
    const controller = new AbortController();
    await gallery.find('P1', 'a.jpg');
    const reason = new Error('enough');
    const second = rejection(gallery.find('P2', 'a.jpg', { signal: controller.signal }));
    await expect.poll(() => clock.sleeping).toBe(1);
    controller.abort(reason);
    expect(await second).toBe(reason);
    expect([server.requests.length, clock.sleeping]).toEqual([1, 0]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

describe('new GalleryClient()', () => {
  it.each([0, 0.5, -1, Number.NaN])('throws a RangeError when queriesPerSecond is %s', (queriesPerSecond) => {
    expect(() => galleryOf({ queriesPerSecond })).toThrow(RangeError);
  });

  it('throws a TypeError when an option is misspelt', () => {
    expect(() => galleryOf({ queriesPerSeconds: 5 } as object)).toThrow(
      new TypeError(
        `Cannot continue as a GalleryClient has no option "queriesPerSeconds": did you mean 'queriesPerSecond'?`,
      ),
    );
  });

  it.each<[string, (gallery: GalleryClient) => Promise<unknown>]>([
    ['detail()', (gallery) => gallery.detail({ signals: undefined } as object)],
    ['find()', (gallery) => gallery.find('p', 'n', { signals: undefined } as object)],
  ])('%s rejects when an option is misspelt', async (name, call) => {
    expect(await rejection(call(galleryOf()))).toEqual(
      new TypeError(`Cannot continue as ${name} has no option "signals": did you mean 'signal'?`),
    );
  });

  it('throws a TypeError when the instance is empty', () => {
    expect(() => galleryOf({ instance: '' })).toThrow(/'instance'/);
  });
});

describe('GalleryClient in an outage', () => {
  const endpointThat = (...faults: readonly Fault[]) =>
    startFaultServer(inTurn(...faults, exists({ Exists: false })));
  const away = replyJson(503, { Code: 'ServiceUnavailable', Message: 'away', RequestId: 'R' });

  it('throws after its repeats when nothing is said of patience', async () => {
    await using server = await endpointThat(...Array(10).fill(away));
    const gallery = galleryOf({ endpoint: server.endpoint, queriesPerSecond: 5 });
    expect(await failureOf(gallery.find('p', 'n'))).toMatchObject({ code: 'ServiceUnavailable' });
    expect(server.requests).toHaveLength(4);
  });

  it.each<[string, (endpoint: string, waiting: WaitingOptions) => GalleryClient]>([
    ['options', (endpoint, waiting) => galleryOf({ endpoint, queriesPerSecond: 5, ...waiting })],
    [
      'a connection',
      (endpoint, waiting) => {
        const client = new ImageSearchClient({
          ...connection(emulator),
          endpoint,
          requestsPerSecond: { CheckImageExists: 5 },
        });
        return new GalleryClient({ connection: client.connection, ...waiting });
      },
    ],
  ])('waits and tells it when it is made of %s with patience', async (_, make) => {
    await using server = await endpointThat(...Array(10).fill(away));
    const told: unknown[] = [];
    const gallery = make(server.endpoint, { patienceMs: 60_000, onWaiting: (one) => void told.push(one) });
    expect(await gallery.find('p', 'n')).toBeUndefined();
    expect(server.requests).toHaveLength(11);
    expect(told[0]).toEqual({ code: 'ServiceUnavailable', awayMs: 0, patienceMs: 60_000 });
    expect(told.at(-1)).toBeUndefined();
  });

  it('throws when its patience is no number', () => {
    expect(() => galleryOf({ patienceMs: Number.NaN })).toThrow(RangeError);
  });
});
