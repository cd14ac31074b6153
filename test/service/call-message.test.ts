import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { CALL_CHANNEL, type CallMessage } from '../../src/service/call-message.ts';
import { ImageSearchService, type ServiceOptions } from '../../src/service/image-search-service.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { reply, startFaultServer } from '../support/fault-server.ts';

let emulator: Emulator;
let messages: CallMessage[];
const hear = (message: unknown) => void messages.push(message as CallMessage);
beforeEach(async () => {
  messages = [];
  subscribe(CALL_CHANNEL, hear);
  emulator = await startEmulator();
});
afterEach(async () => {
  unsubscribe(CALL_CHANNEL, hear);
  await emulator.close();
});

const service = (options: Partial<ServiceOptions> = {}) =>
  new ImageSearchService({
    region: emulator.regionId,
    instance: emulator.instanceName,
    endpoint: emulator.imageSearchEndpoint,
    credentials: emulator,
    clock: new FakeClock({ auto: true }),
    ...options,
  });

it('a call publishes where it went, how long it took and its request id when it succeeds', async () => {
  const { RequestId } = await service().call('Detail', {});
  expect(messages).toEqual([
    {
      operation: 'Detail',
      region: emulator.regionId,
      instance: emulator.instanceName,
      endpoint: emulator.imageSearchEndpoint,
      startedAt: expect.any(Number),
      milliseconds: expect.any(Number),
      ok: true,
      code: undefined,
      httpStatus: 200,
      requestId: RequestId,
    },
  ]);
  expect(Math.abs((messages[0]?.startedAt ?? 0) - Date.now())).toBeLessThan(60_000);
});

it('a call publishes its code when it fails, and no word of what it carries', async () => {
  const secret = 'the-very-secret-of-the-key-pair';
  const credentials = { accessKeyId: 'anAccessKeyId', accessKeySecret: secret };
  await expect(service({ credentials }).call('IncreaseList', { BucketName: 'a-bucket' })).rejects.toThrow();
  expect(messages).toMatchObject([
    { operation: 'IncreaseList', ok: false, code: 'InvalidAccessKeyId.NotFound' },
  ]);
  for (const hidden of [secret, 'anAccessKeyId', 'a-bucket'])
    expect(JSON.stringify(messages)).not.toContain(hidden);
});

it('every repeat of a call publishes a message of its own', async () => {
  await using server = await startFaultServer(reply(503, 'later'));
  await expect(service({ endpoint: server.endpoint }).call('Detail', {})).rejects.toThrow();
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.every(({ ok, httpStatus }) => !ok && httpStatus === 503)).toBe(true);
});

it('a call publishes that it was not carried out when it is aborted', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(service().call('Detail', {}, signal)).rejects.toThrow('enough');
  expect(messages.every(({ ok, code }) => !ok && code === undefined)).toBe(true);
});
