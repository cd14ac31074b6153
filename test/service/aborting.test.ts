import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type ImageSearchOperation, OPERATIONS } from '../../src/service/calls/operations.ts';
import { until } from '../support/elapse.ts';
import { rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { reply, replyJson, startFaultServer, staySilent } from '../support/fault-server.ts';
import { startFullServer } from '../support/full-server.ts';
import { startMuteServer } from '../support/mute-server.ts';
import { serviceAt } from '../support/service-at.ts';

const ok = replyJson(200, { RequestId: 'R', Success: true, Exists: false });
const reason = new Error('enough');
const operations = Object.keys(OPERATIONS) as ImageSearchOperation[];

describe('ImageSearchService.call(), aborted', () => {
  it.each(operations)('sends nothing when %s is aborted before', async (operation) => {
    await using server = await startFaultServer(ok);
    const call = serviceAt(server.endpoint).call(operation, {}, AbortSignal.abort(reason));
    expect(await rejection(call)).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it.each(operations)(
    'rejects %s with the own reason and ends the connection when aborted during it',
    async (operation) => {
      await using server = await startFaultServer(staySilent);
      const controller = new AbortController();
      const call = rejection(serviceAt(server.endpoint).call(operation, {}, controller.signal));
      await until(() => server.requests.length === 1);
      controller.abort(reason);
      expect(await call).toBe(reason);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      await until(() => server.open() === 0);
    },
  );

  it('ends the connection when aborted while an image is being sent that nobody reads', async () => {
    await using server = await startMuteServer();
    const controller = new AbortController();
    const PicContent = 'A'.repeat(8_000_000); // more than the buffers between here and there hold
    const call = rejection(serviceAt(server.endpoint).call('AddImage', { PicContent }, controller.signal));
    await until(() => server.open() === 1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    server.read();
    await until(() => server.open() === 0);
  });

  it('rejects with the own reason when aborted while a retry waits', async () => {
    await using server = await startFaultServer(reply(503));
    const clock = new FakeClock();
    const controller = new AbortController();
    const call = rejection(
      serviceAt(server.endpoint, { clock }).call('CheckImageExists', {}, controller.signal),
    );
    await until(() => clock.sleeping === 1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('rejects with the own reason and gives its turn back when aborted while the pace makes it wait', async () => {
    await using server = await startFaultServer(ok);
    const clock = new FakeClock();
    const own = serviceAt(server.endpoint, { clock });
    const controller = new AbortController();
    await own.call('Detail', {});
    const call = rejection(own.call('Detail', {}, controller.signal));
    const next = own.call('Detail', {});
    await until(() => clock.sleeping === 1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await until(() => clock.sleeping === 1);
    clock.advance(1_000);
    await next;
    expect(server.requests).toHaveLength(2);
  });

  it('rejects with the own reason when aborted while credentials are awaited', async () => {
    await using server = await startFaultServer(ok);
    const controller = new AbortController();
    const source = { getCredential: () => new Promise<never>(() => {}) };
    const own = serviceAt(server.endpoint, { credentials: source });
    const call = rejection(own.call('CheckImageExists', {}, controller.signal));
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('rejects with the own reason at once when aborted while the connection is never made', async () => {
    await using server = await startFullServer();
    const before = sockets();
    const controller = new AbortController();
    const own = serviceAt(server.endpoint, { connectTimeoutMs: 60_000 });
    const call = rejection(own.call('IncreaseInstance', {}, controller.signal));
    await until(() => sockets() === before + 1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    await until(() => sockets() === before);
  });

  it('leaves no listener behind when it succeeds', async () => {
    await using server = await startFaultServer(ok);
    const { signal } = new AbortController();
    await serviceAt(server.endpoint).call('CheckImageExists', {}, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
