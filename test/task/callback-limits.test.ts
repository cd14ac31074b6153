import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  type CallbackHandlerOptions,
  createCallbackHandler,
} from '../../src/task/callback/create-callback-handler.ts';
import { type FaultServer, startFaultServer, staySilent } from '../support/fault-server.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { tasksOf } from '../support/test-bed.ts';
import { serverOf } from './serve.ts';

const TOKEN = 'a-token-that-nobody-can-guess-0123456789';
const HEAD = `POST /callbacks/${TOKEN} HTTP/1.1\r\nhost: callbacks\r\ncontent-type: application/json\r\n`;

let emulator: Emulator;
let silent: FaultServer;
beforeEach(async () => {
  emulator = await startEmulator();
  silent = await startFaultServer(staySilent);
});
afterEach(async () => {
  await silent[Symbol.asyncDispose]();
  await emulator.close();
});

const handler = (options: Partial<CallbackHandlerOptions> = {}) =>
  createCallbackHandler({ tasks: tasksOf(emulator), token: TOKEN, onSettled: () => {}, ...options });

const post = (body: string | ReadableStream) =>
  new Request(`https://shop.example/callbacks/${TOKEN}`, { method: 'POST', body, duplex: 'half' });

const body = (taskId: number) => JSON.stringify({ taskId });

/** Sends what `write` writes. Resolves with what was answered when the server has closed the connection. */
const exchange = (port: number, write: (send: (text: string) => void, leave: () => void) => void) =>
  new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => {}).on('close', () => resolve(answer));
    socket.once('connect', () =>
      write(
        (text) => socket.writable && socket.write(text),
        () => socket.destroy(),
      ),
    );
  });

/** A body of one blank after the other, without an end. */
const drip = () => {
  let timer: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      timer = setInterval(() => controller.enqueue(Buffer.from(' ')), 10);
    },
    cancel: () => clearInterval(timer),
  });
};

describe('a callback whose body does not come', () => {
  it('is answered 408 by a server of Node when it drips without an end', async () => {
    await using server = await serverOf(handler({ bodyTimeoutMs: 100 }));
    let timer: NodeJS.Timeout | undefined;
    const answer = await exchange(server.port, (send) => {
      send(`${HEAD}content-length: 1000\r\n\r\n`);
      timer = setInterval(() => send(' '), 10);
    });
    clearInterval(timer);
    expect(answer).toMatch(/^HTTP\/1.1 408 .*A callback's body comes within 100 ms/s);
  });

  it('is answered 408 as a Request when it drips without an end, or never begins', async () => {
    const handle = handler({ bodyTimeoutMs: 100 });
    for (const stream of [drip(), new ReadableStream()]) {
      const request = post(stream);
      expect((await handle(request)).status).toBe(408);
      await request.body?.cancel(); // as a server does that has answered
    }
  });

  it('is answered 413 by a server of Node when it has no end', async () => {
    await using server = await serverOf(handler());
    const answer = await exchange(server.port, (send) => {
      send(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
      for (let n = 0; n < 20; n++) send(`3e8\r\n${' '.repeat(1_000)}\r\n`);
    });
    expect(answer).toMatch(/^HTTP\/1.1 413 .*A callback has at most 16384 bytes/s);
  });

  it('is invalid, and no reason to throw, when the connection breaks', async () => {
    await using server = await serverOf(handler());
    await exchange(server.port, (send, leave) => {
      send(`${HEAD}content-length: 1000\r\n\r\n{"taskId":`);
      setTimeout(leave, 50);
    });
    await expect.poll(() => server.outcomes).toEqual([400]);
  });

  it.each<[string, () => Request]>([
    [
      'it fails',
      () => post(new ReadableStream({ pull: (controller) => controller.error(new Error('Broken')) })),
    ],
    [
      'it throws',
      () =>
        post(
          new ReadableStream({
            pull: () => {
              throw new Error('Broken');
            },
          }),
        ),
    ],
    ['it is no bytes', () => post(new ReadableStream({ pull: (controller) => controller.enqueue('text') }))],
    [
      'somebody reads it already',
      () => {
        const request = post(body(1));
        request.body?.getReader();
        return request;
      },
    ],
  ])('is answered 400 as a Request when %s', async (_, make) => {
    expect((await handler()(make())).status).toBe(400);
  });

  it('is answered 400 when a body parser has read it before', async () => {
    const request = post(body(1));
    await request.text();
    const answer = await handler()(request);
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('before any body parser'),
    ]);
  });

  it('does not reach the handler when the headers do not come in the time that the server allows', async () => {
    const limits = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 };
    await using server = await serverOf(handler(), limits);
    const answer = await exchange(server.port, (send) => send(HEAD));
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(server.outcomes).toEqual([]);
  });
});

describe('callbacks while the list of tasks is silent', () => {
  it('are answered 503 when the time for the question is over', async () => {
    const tasks = tasksOf(emulator, { endpoint: silent.endpoint });
    const answer = await handler({ tasks, lookupTimeoutMs: 100 })(post(body(1)));
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('cannot be asked')]);
  });

  it('are told so when sixteen others are asked for already', async () => {
    const tasks = tasksOf(emulator, { endpoint: silent.endpoint });
    const handle = handler({ tasks, lookupTimeoutMs: 500 });
    const first = Array.from({ length: 16 }, (_, n) => handle(post(body(n + 1))));
    await expect.poll(() => silent.requests.length).toBeGreaterThan(0);
    const answer = await handle(post(body(17)));
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.stringContaining('16 other tasks are asked for at the moment: send the callback again'),
    ]);
    const again = handle(post(body(1))); // joins its own question
    expect((await Promise.all([...first, again])).map(({ status }) => status)).toEqual(Array(17).fill(503));
    expect(await (await again).text()).toContain('cannot be asked');
  });
});

it.each(['bodyTimeoutMs', 'lookupTimeoutMs', 'mostBytes'])(
  'createCallbackHandler() refuses %s of 0',
  (name) => {
    expect(() => handler({ [name]: 0 })).toThrow(`'${name}' must be an integer of at least 1`);
  },
);
