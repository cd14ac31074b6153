import { spawn } from 'node:child_process';
import { getEventListeners } from 'node:events';
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { UrlAccess } from '../../../src/image/url/url-access.ts';
import { rejection } from '../../support/failure.ts';
import { type Fault, startFaultServer } from '../../support/fault-server.ts';
import { pattern, sendChunked, sendPart, sendWhole, startImageServer } from './image-server.ts';

const image = pattern(300_000);
const openSlow = (endpoint: string, timeoutMs = 30_000) =>
  new UrlAccess({ allowPrivateAddresses: true, timeoutMs }).open(new URL(`http://${endpoint}/a.jpg?s3cret`));

/** A byte every 10 ms after `head`, for ever. */
const drips =
  (head: string): Fault =>
  (socket) => {
    const timer = setInterval(() => socket.write('x'), 10);
    socket.on('close', () => clearInterval(timer));
    socket.write(head.replaceAll('\n', '\r\n'));
  };

const SLOW: readonly { readonly what: string; readonly fault: Fault }[] = [
  { what: 'says nothing', fault: () => {} },
  { what: 'sends its headers a byte at a time', fault: drips('HTTP/1.1 200 OK\nx: ') },
  { what: 'stops after its headers', fault: (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n') },
  { what: 'sends its body a byte at a time', fault: drips('HTTP/1.1 200 OK\ncontent-length: 99999\n\n') },
  {
    what: 'sends a part a byte at a time',
    fault: drips('HTTP/1.1 206 OK\ncontent-range: bytes 0-4095/9999\n\n'),
  },
  {
    what: 'redirects slowly without end',
    fault: (socket) => setTimeout(() => socket.end('HTTP/1.1 302 OK\r\nlocation: /\r\n\r\n'), 60),
  },
  { what: 'is met by an answer that informs only', fault: drips('HTTP/1.1 103 Early\n\nHTTP/1.1 200 OK\n') },
];

describe.each(SLOW)('UrlReader of a server that $what', ({ fault }) => {
  test('rejects with HTTP_TIMEOUT when time is up, and leaves nothing behind', async () => {
    await using server = await startFaultServer(fault);
    const signal = new AbortController().signal;
    const error = await rejection(openSlow(server.endpoint, 150).read(0, 4096, signal));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', message: expect.stringContaining('within 150 ms') });
    expect(String(error)).not.toContain('s3cret');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await expect.poll(() => server.open()).toBe(0);
  });

  test('rejects with the reason of the signal when it aborts, and leaves nothing behind', async () => {
    await using server = await startFaultServer(fault);
    const controller = new AbortController();
    const reading = rejection(openSlow(server.endpoint).read(0, 4096, controller.signal));
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);
    const reason = { why: 'The shop is closed' };
    controller.abort(reason);
    expect(await reading).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    await expect.poll(() => server.open()).toBe(0);
  });
});

describe('UrlReader', () => {
  test('connects to nothing when the signal is aborted before', async () => {
    await using server = await startFaultServer(() => {});
    const signal = AbortSignal.abort('closed');
    expect(await rejection(openSlow(server.endpoint).read(0, 1, signal))).toBe('closed');
    expect(server.open()).toBe(0);
  });

  test('connects to nothing when it is aborted while a name is resolved', async () => {
    await using server = await startFaultServer(() => {});
    let answer = (_: readonly string[]) => {};
    const resolve = () => new Promise<readonly string[]>((done) => (answer = done));
    const access = new UrlAccess({ allowPrivateAddresses: true }, { resolve });
    const controller = new AbortController();
    const url = new URL(`http://shop.example:${server.port}/1.jpg`);
    const reading = rejection(access.open(url).read(0, 1, controller.signal));
    await new Promise(setImmediate);
    controller.abort('closed');
    expect(await reading).toBe('closed');
    answer(['127.0.0.1']);
    await new Promise((done) => setTimeout(done, 50));
    expect(server.open()).toBe(0);
    expect(server.requests).toHaveLength(0);
  });

  test('rejects with HTTP_TIMEOUT when a name is not resolved in time', async () => {
    const access = new UrlAccess({ timeoutMs: 50 }, { resolve: () => new Promise(() => {}) });
    const error = await rejection(access.open(new URL('http://shop.example/1.jpg')).read(0, 1));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT' });
  });

  test('ends a body that was left waiting when a later read is aborted', async () => {
    await using server = await startFaultServer(drips('HTTP/1.1 200 OK\ncontent-length: 99999\n\n'));
    const reader = openSlow(server.endpoint);
    await reader.read(0, 1);
    const controller = new AbortController();
    const reading = rejection(reader.read(0, 9999, controller.signal));
    setTimeout(() => controller.abort('closed'), 20);
    expect(await reading).toBe('closed');
    await expect.poll(() => server.open()).toBe(0);
  });

  test('leaves no timer and no listener when it has read', async () => {
    await using server = await startImageServer((request, response) => sendPart(request, response, image));
    const access = new UrlAccess({ allowPrivateAddresses: true });
    const { signal } = new AbortController();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const reader = access.open(server.url('/1.jpg'));
    for (let at = 0; at < image.length; at += 50_000) await reader.read(at, 50_000, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(timers()).toBeLessThanOrEqual(before);
    access.close();
    await expect.poll(() => server.open()).toBe(0);
  });

  test('closes a connection when nobody has used it for some seconds', async () => {
    await using server = await startImageServer((request, response) => sendPart(request, response, image));
    await new UrlAccess({ allowPrivateAddresses: true }).open(server.url('/1.jpg')).read(0, 10);
    expect(server.open()).toBe(1);
    await expect.poll(() => server.open(), { timeout: 15_000 }).toBe(0);
  });

  test.each<{ what: string; answer: RequestListener }>([
    { what: 'honours ranges', answer: (request, response) => sendPart(request, response, image) },
    { what: 'sends a whole body', answer: (_, response) => sendWhole(response, image) },
    {
      what: 'sends a whole body larger than any buffer',
      answer: (_, response) => sendWhole(response, Buffer.alloc(2e7)),
    },
    { what: 'sends chunks', answer: (_, response) => sendChunked(response, image) },
    { what: 'sends chunks without end', answer: (_, response) => void response.write(image) },
    {
      what: 'sends a little and no end',
      answer: (_, response) => void response.write(image.subarray(0, 2000)),
    },
    { what: 'says 404', answer: (_, response) => void response.writeHead(404).end('None') },
  ])('keeps no process alive when the server $what and nothing is closed', async ({ answer }) => {
    await using server = await startImageServer(answer);
    const script = `
      import { UrlAccess } from './src/image/url/url-access.ts';
      const reader = new UrlAccess({ allowPrivateAddresses: true }).open(new URL('${server.url('/1.jpg')}'));
      await reader.read(0, 1000).catch(() => {});
      let waits = 0;
      setInterval(() => waits++, 100).unref();
      process.on('exit', () => process.stdout.write(String(waits)));
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    let shown = '';
    child.stdout.on('data', (text) => (shown += text));
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(status).toBe(0);
    // Kept connections last 4 s. Waits are counted, not time: a busy machine has fewer of them.
    expect(Number(shown || Number.NaN)).toBeLessThan(20);
  });
});
