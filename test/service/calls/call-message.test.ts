import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { CALL_CHANNEL, type CallMessage } from '../../../src/service/calls/call-message.ts';
import type { ServiceOptions } from '../../../src/service/connection.ts';
import { ImageSearchService } from '../../../src/service/image-search-service.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Fault, reply, replyJson, startFaultServer, staySilent } from '../../support/fault-server.ts';
import { startEmulator } from '../../support/start-emulator.ts';

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

const repeating: Fault = (socket, request, n) =>
  replyJson(400, { Code: 'InvalidPicContent', Message: request, RequestId: 'R' })(socket, request, n);

it('a call publishes where it went, how long it took and its request id when it succeeds', async () => {
  const { body } = await service().call('Detail', {});
  expect(messages).toEqual([
    {
      operation: 'Detail',
      region: emulator.regionId,
      instance: emulator.instanceName,
      endpoint: emulator.imageSearchEndpoint,
      attempt: 1,
      startedAt: expect.any(Number),
      milliseconds: expect.any(Number),
      ok: true,
      code: undefined,
      httpStatus: 200,
      requestId: body['RequestId'],
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
  expect(messages.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
  expect(messages.every(({ ok, httpStatus }) => !ok && httpStatus === 503)).toBe(true);
});

it('a call publishes that it was not carried out when it is aborted', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(service().call('Detail', {}, signal)).rejects.toThrow('enough');
  expect(messages.every(({ ok, code }) => !ok && code === undefined)).toBe(true);
});

it('a call publishes one message without a code when it is aborted on its way', async () => {
  await using server = await startFaultServer(staySilent);
  const controller = new AbortController();
  const call = service({ endpoint: server.endpoint }).call('AddImage', {}, controller.signal);
  await vi.waitFor(() => expect(server.requests).toHaveLength(1));
  controller.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
  expect(messages).toMatchObject([
    { operation: 'AddImage', attempt: 1, ok: false, code: undefined, httpStatus: undefined },
  ]);
});

it.each([
  ['succeeds', replyJson(200, { Success: true, RequestId: 'R' })],
  ['is refused in words that repeat it', repeating],
  ['fails and is repeated', reply(503)],
])('no message holds secrets, bytes of an image or content when a call %s', async (_, answer) => {
  await using server = await startFaultServer(answer);
  const PicContent = Buffer.from('the bytes of an image '.repeat(40)).toString('base64');
  const credentials = {
    accessKeyId: 'anAccessKeyId',
    accessKeySecret: 'the-secret',
    securityToken: 'a-token',
  };
  await service({ endpoint: server.endpoint, credentials })
    .call('AddImage', { PicContent, CustomContent: 'content of the customer', ProductId: 'a-product' })
    .catch(() => {}); // what it rejects with is not the question here
  expect(messages.length).toBeGreaterThan(0);
  const shown = inspect(messages, { depth: 10, showHidden: true });
  for (const hidden of [
    PicContent.slice(0, 40),
    'the-secret',
    'a-token',
    'anAccessKeyId',
    'content of',
    'a-product',
  ])
    expect(shown).not.toContain(hidden);
});
