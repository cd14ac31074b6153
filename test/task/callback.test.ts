import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  type CallbackHandlerOptions,
  createCallbackHandler,
} from '../../src/task/callback/create-callback-handler.ts';
import type { TaskState } from '../../src/task/calls/task-state.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { inTurn, refusedEndpoint, startFaultServer } from '../support/fault-server.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { listReply, taskItem } from '../support/task-list.ts';
import { line, putFolder, tasksOf } from '../support/test-bed.ts';
import { serverOf } from './serve.ts';

const TOKEN = 'a-token-that-nobody-can-guess-0123456789';
const callback = (fields: object = {}) =>
  JSON.stringify({ taskId: 1, status: 'NORMAL', instanceName: 'emulated', ...fields });

let emulator: Emulator;
let clock: FakeClock;
let told: TaskState[];
beforeEach(async () => {
  clock = new FakeClock();
  told = [];
  emulator = await startEmulator({ clock, taskDurationMs: 60_000 });
});
afterEach(() => emulator.close());

const handler = (options: Partial<CallbackHandlerOptions> = {}) =>
  createCallbackHandler({
    tasks: tasksOf(emulator),
    token: TOKEN,
    onSettled: (state) => void told.push(state),
    ...options,
  });

const post = (
  body: string | ReadableStream,
  { token = TOKEN, type = 'application/json', method = 'POST' } = {},
) =>
  new Request(`https://shop.example/callbacks/${token}`, {
    method,
    ...(method === 'POST' && { body, duplex: 'half' }),
    headers: { 'content-type': type },
  });

async function runTask() {
  await putFolder(emulator, 'spring', [line(), line({ ProductId: 'P2', PicName: 'missing.jpg' })]);
  return tasksOf(emulator).submit(`oss://${emulator.bucketName}/spring`);
}

async function finishTask() {
  const ref = await runTask();
  clock.advance(60_000);
  await vi.waitFor(async () => expect((await tasksOf(emulator).get(ref)).status).toBe('SUCCESS'));
  return ref;
}

describe('createCallbackHandler()', () => {
  it('tells of a task once, as IncreaseList has it, whatever the callback says of it', async () => {
    const ref = await finishTask();
    const handle = handler();
    const forged = callback({ status: 'FAIL', processResultUrl: 'http://169.254.169.254/', message: 'x' });
    expect((await handle(post(forged))).status).toBe(200);
    expect(told).toMatchObject([{ ref, status: 'SUCCESS' }]);
    expect(told[0]?.errorUrl).toContain(emulator.ossEndpoint);
    for (let i = 0; i < 3; i++) expect((await handle(post(callback({ taskId: '1' })))).status).toBe(200);
    expect(told).toHaveLength(1);
  });

  it('tells of a task once when its callback comes many times at once', async () => {
    await finishTask();
    const handle = handler();
    const answers = await Promise.all(Array.from({ length: 10 }, () => handle(post(callback()))));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(told).toHaveLength(1);
  });

  it('tells of a task that the list shows as running for a moment longer', async () => {
    const running = listReply([taskItem(1, 'PROCESSING')]);
    await using server = await startFaultServer(
      inTurn(running, running, listReply([taskItem(1, 'SUCCESS')])),
    );
    const handle = createCallbackHandler({
      tasks: tasksOf(emulator, { endpoint: server.endpoint }),
      token: TOKEN,
      onSettled: (state) => void told.push(state),
    });
    expect((await handle(post(callback()))).status).toBe(200);
    expect(told).toMatchObject([{ status: 'SUCCESS' }]);
  });

  it('tells nothing while the task runs, and tells it when it comes again afterwards', async () => {
    await runTask();
    const handle = handler();
    expect((await handle(post(callback()))).status).toBe(202);
    expect(told).toEqual([]);
    clock.advance(60_000);
    await vi.waitFor(async () => expect((await handle(post(callback()))).status).toBe(200));
    expect(told).toHaveLength(1);
  });

  it('rejects with the error of whoever hears of it, and tells it when it comes again', async () => {
    await finishTask();
    const reason = new Error('The queue is full');
    let fails = true;
    const handle = handler({
      onSettled: (state) => {
        if (fails) throw reason;
        told.push(state);
      },
    });
    await expect(handle(post(callback()))).rejects.toBe(reason);
    fails = false;
    expect((await handle(post(callback()))).status).toBe(200);
    expect(told).toHaveLength(1);
  });

  it.each<[string, () => Request, number]>([
    ['has another token', () => post(callback(), { token: `${TOKEN.slice(0, -1)}8` }), 404],
    ['has no token', () => post(callback(), { token: '' }), 404],
    ['has a token that cannot be decoded', () => post(callback(), { token: '%E0%A4%A' }), 404],
    ['comes by GET', () => post('', { method: 'GET' }), 405],
    ['is a form with files', () => post('x', { type: 'multipart/form-data; boundary=x' }), 415],
    ['is no JSON', () => post('taskId=1'), 400],
    ['is no object', () => post('[1]'), 400],
    ['is null', () => post('null'), 400],
    ['has no taskId', () => post('{}'), 400],
    ['has a taskId that is no whole number', () => post(callback({ taskId: '1 OR 1' })), 400],
    ['is of another instance', () => post(callback({ instanceName: 'other' })), 400],
    ['is of a task that there is not', () => post(callback({ taskId: 99 })), 404],
    ['is larger than allowed', () => post(callback({ message: 'x'.repeat(17_000) })), 413],
  ])('changes nothing when a request %s', async (_, make, status) => {
    await finishTask();
    expect((await handler()(make())).status).toBe(status);
    expect(told).toEqual([]);
  });

  it('reads an endless body no further than it may be long', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1000;
        controller.enqueue(new Uint8Array(1000).fill(32));
      },
    });
    expect((await handler()(post(endless))).status).toBe(413);
    expect(sent).toBeLessThan(30_000);
  });

  it.each([
    ['takes a callback that says its length and has the most bytes allowed', 0, 200, 1],
    ['does not read a body that says it is a byte too long', 1, 413, 0],
  ])('%s', async (_, more, status, chunks) => {
    const { id } = await finishTask();
    const text = callback({ taskId: Number(id) });
    const body = Buffer.from(text + ' '.repeat(16 * 1024 + more - text.length));
    let read = 0;
    const stream = new ReadableStream(
      {
        pull: (controller) => {
          read += 1;
          controller.enqueue(body);
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const request = post(stream);
    request.headers.set('content-length', String(body.length));
    expect((await handler()(request)).status).toBe(status);
    expect(read).toBe(chunks);
    expect(told).toHaveLength(chunks);
  });

  it('answers 503 and tells nothing when IncreaseList cannot be asked', async () => {
    const tasks = tasksOf(emulator, { endpoint: await refusedEndpoint() });
    expect((await handler({ tasks })(post(callback()))).status).toBe(503);
    expect(told).toEqual([]);
  });

  it.each([
    ['too short', 'short', RangeError],
    ['with a slash', `${TOKEN}/x`, RangeError],
    ['no text', 42, TypeError],
  ])('throws when the token is %s', (_, token, error) => {
    expect(() => handler({ token: token as string })).toThrow(error);
  });
});

describe('the callback of the emulator', () => {
  it('reaches a handler behind a server of Node when a task is over', async () => {
    const handle = handler();
    await using server = await serverOf(handle);
    await putFolder(emulator, 'spring');
    const ref = await tasksOf(emulator).submit(`oss://${emulator.bucketName}/spring`, {
      callbackAddress: `http://127.0.0.1:${server.port}/callbacks/${TOKEN}`,
    });
    clock.advance(60_000);
    await vi.waitFor(() => expect(told).toMatchObject([{ ref, status: 'SUCCESS' }]));
  });
});
