import { createHash } from 'node:crypto';
import { getEventListeners, once } from 'node:events';
import { truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { crc64 } from '../../../src/shared/text/crc64.ts';
import { OssStore } from '../../../src/storage/oss-store.ts';
import type { OssStoreOptions } from '../../../src/storage/oss-store-options.ts';
import { expectWithout, failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { inTurn, reply, startFaultServer } from '../../support/fault-server.ts';
import { FAULT_TABLE, READ_TIMEOUT_MS } from '../../support/fault-table.ts';
import { startMuteServer } from '../../support/mute-server.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const IMAGE = Buffer.from('the-bytes-of-an-image-that-nobody-may-read');
const SECRET = 'the-very-secret-of-the-key-pair';
const credentials = { accessKeyId: 'anAccessKeyId', accessKeySecret: SECRET };

function open(endpoint: string, options: Partial<OssStoreOptions> = {}): OssStore {
  const clock = new FakeClock({ auto: true });
  const given = { bucket: 'emulated-bucket', region: 'cn-shanghai', endpoint, credentials, clock };
  const store = new OssStore({ ...given, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** A server that answers as it is told, and the requests that it got whole. */
async function serverOf(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex').toUpperCase();
const stored = (headers: Readonly<Record<string, string>>) =>
  reply(200, '', { 'x-oss-request-id': 'R', ...headers });

describe('put() of OssStore', () => {
  // A signed URL expires, and this request is none.
  const faults = FAULT_TABLE.filter(({ kind }) => kind !== 'expired');
  it.each(faults)('stores the object, once all is well again, when it meets %j', async (fault) => {
    await using emulator = await startEmulator({
      ...credentials,
      faults: [{ ...fault, service: 'oss', operation: 'PutObject', times: 2 }],
    });
    const store = open(emulator.ossEndpoint, { timeoutMs: READ_TIMEOUT_MS });
    const put = await store.put('a.jpg', IMAGE);
    expect(put).toEqual({ key: 'a.jpg', bytes: IMAGE.length, etag: md5Of(IMAGE) });
    expect((await store.head('a.jpg'))?.etag).toBe(md5Of(IMAGE));
  });

  it('rejects, and says which bytes are there, when the ETag is not the MD5 of what was sent', async () => {
    const other = md5Of(Buffer.from('other'));
    await using server = await startFaultServer(stored({ etag: `"${other}"` }));
    const failure = await failureOf(open(`http://localhost:${server.port}`).put('a.jpg', IMAGE));
    expect(failure).toMatchObject({ code: 'BAD_ANSWER', httpStatus: 200, retryable: true });
    expect(failure.message).toBe(
      `Cannot store oss://emulated-bucket/a.jpg at localhost:${server.port}: the ETag of what was stored is ${other}, that of what was sent ${md5Of(IMAGE)}`,
    );
    expect(server.requests).toHaveLength(4);
    expectWithout(failure, SECRET, IMAGE.toString());
  });

  it('sends again, and succeeds, when the first ETag was another', async () => {
    await using server = await startFaultServer(
      inTurn(stored({ etag: `"${'0'.repeat(32)}"` }), stored({ etag: `"${md5Of(IMAGE)}"` })),
    );
    expect(await open(`http://localhost:${server.port}`).put('a.jpg', IMAGE)).toMatchObject({
      etag: md5Of(IMAGE),
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    { what: 'is no MD5', headers: { etag: '"5B3C1A2E053D763E1B002CC607C5A0FE1-2"' } },
    {
      what: 'is of an object that KMS encrypts',
      headers: { etag: `"${'0'.repeat(32)}"`, 'x-oss-server-side-encryption': 'KMS' },
    },
  ])('compares the CRC-64 instead when the ETag $what', async ({ headers }) => {
    for (const [bytes, isStored] of [
      [IMAGE, true],
      [Buffer.from('other'), false],
    ] as const) {
      await using server = await startFaultServer(
        stored({ ...headers, 'x-oss-hash-crc64ecma': crc64(bytes) }),
      );
      const put = open(`http://localhost:${server.port}`).put('a.jpg', IMAGE);
      if (isStored) expect(await put).toMatchObject({ bytes: IMAGE.length });
      else
        expect((await failureOf(put)).message).toContain(`the CRC-64 of what was stored is ${crc64(bytes)}`);
    }
  });

  it('rejects at once with the reason of OSS when the digest does not fit what arrived', async () => {
    const body =
      '<?xml version="1.0"?><Error><Code>InvalidDigest</Code><Message>The Content-MD5 you &lt;specified&gt; was invalid.</Message><RequestId>R7</RequestId><Inner><Code>No</Code></Inner></Error>';
    await using server = await startFaultServer(reply(400, body, { 'x-oss-request-id': 'H' }));
    const failure = await failureOf(open(`http://localhost:${server.port}`).put('a.jpg', IMAGE));
    expect(failure).toMatchObject({ code: 'InvalidDigest', httpStatus: 400, requestId: 'R7' });
    expect(failure.message).toMatch(/: The Content-MD5 you <specified> was invalid\.$/);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['<Error><Code>NoWay</Code>', '<Error><Code>NoWay</Other></Error>', 'No <Error> here'])(
    'takes no code from %s, which is no document of OSS',
    async (body) => {
      await using server = await startFaultServer(reply(400, body, { 'x-oss-request-id': 'H' }));
      const failure = await failureOf(open(`http://localhost:${server.port}`).put('a.jpg', IMAGE));
      expect(failure).toMatchObject({ code: 'BAD_ANSWER', httpStatus: 400, requestId: 'H' });
    },
  );

  it('rejects with RequestTimeTooSkewed and its advice when the clocks differ by hours', async () => {
    const clock = new FakeClock({ startsAt: Date.now() + 3_600_000 });
    await using emulator = await startEmulator({ ...credentials, clock });
    expect(await failureOf(open(emulator.ossEndpoint).put('a.jpg', IMAGE))).toMatchObject({
      ...{ code: 'RequestTimeTooSkewed', httpStatus: 403, retryable: false },
      advice: expect.stringContaining('clock'),
    });
  });

  it('asks for other credentials, and succeeds, when OSS says that the token has expired', async () => {
    const expired =
      '<?xml version="1.0"?><Error><Code>SecurityTokenExpired</Code><Message>m</Message><RequestId>R</RequestId></Error>';
    await using server = await startFaultServer(
      inTurn(reply(403, expired, { 'x-oss-request-id': 'R' }), stored({ etag: `"${md5Of(IMAGE)}"` })),
    );
    let asked = 0;
    const getCredential = async () => ({
      ...credentials,
      securityToken: `token-${++asked}`,
      expiration: 8e15,
    });
    await open(`http://localhost:${server.port}`, { credentials: { getCredential } }).put('a.jpg', IMAGE);
    const tokens = server.requests.map((text) => /^x-oss-security-token: (.*)\r$/im.exec(text)?.[1]);
    expect(tokens).toEqual(['token-1', 'token-2']);
  });

  it('asks for credentials once for all calls, and anew before they expire', async () => {
    await using server = await startFaultServer(stored({ etag: `"${md5Of(IMAGE)}"` }));
    const clock = new FakeClock();
    let asked = 0;
    const getCredential = async () => {
      asked += 1;
      await pause(1); // so that all calls wait for the first
      return { ...credentials, securityToken: `token-${asked}`, expiration: clock.now() + 900_000 };
    };
    const store = open(`http://localhost:${server.port}`, { credentials: { getCredential }, clock });
    const putAll = () => Promise.all(Array.from({ length: 40 }, (_, n) => store.put(`${n}.jpg`, IMAGE)));
    await putAll();
    clock.advance(599_000);
    await putAll();
    expect(asked).toBe(1);
    clock.advance(2_000); // five minutes before they expire
    await putAll();
    expect(asked).toBe(2);
    const tokens = server.requests.map((text) => /^x-oss-security-token: (.*)\r$/im.exec(text)?.[1]);
    expect(tokens).toEqual([...Array(80).fill('token-1'), ...Array(40).fill('token-2')]);
  });
});

describe('put() of OssStore, in time', () => {
  const LARGE = Buffer.alloc(24 << 20, 'x');

  it('goes on as long as it makes progress, and longer than timeoutMs in all', async () => {
    const pauses = 8;
    let requests = 0;
    const endpoint = await serverOf(async (request, response) => {
      requests += 1;
      let [received, paused] = [0, 0];
      for await (const chunk of request) {
        received += (chunk as Buffer).length;
        if (received < (LARGE.length / (pauses + 1)) * (paused + 1) || paused === pauses) continue;
        paused += 1;
        await pause(400);
      }
      response.writeHead(200, { 'x-oss-request-id': 'R', etag: `"${md5Of(LARGE)}"` }).end();
    });
    await open(endpoint, { timeoutMs: 2_000 }).put('a.jpg', LARGE);
    expect(requests).toBe(1);
  });

  it('rejects with TIMEOUT when the server takes no more, in memory or from a file', async () => {
    await using server = await startMuteServer();
    using folder = temporaryFolder();
    const store = open(`http://localhost:${server.endpoint.split(':')[1]}`, { timeoutMs: 200 });
    const path = join(folder.path, 'large.bin');
    await writeFile(path, LARGE);
    for (const content of [LARGE, { path }]) {
      const failure = await failureOf(store.put('a.jpg', content));
      expect(failure).toMatchObject({ code: 'TIMEOUT', retryable: true });
    }
  });

  it.each([IMAGE, LARGE])(
    'rejects with the own reason when aborted, and lets go of it all',
    async (bytes) => {
      await using server = await startMuteServer();
      const store = open(`http://localhost:${server.endpoint.split(':')[1]}`);
      const stop = new AbortController();
      const put = rejection(store.put('a.jpg', bytes, { signal: stop.signal }));
      await vi.waitFor(() => expect(server.open()).toBe(1));
      stop.abort(new Error('enough'));
      expect(await put).toBe(stop.signal.reason);
      expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
      server.read();
      await vi.waitFor(() => expect(server.open()).toBe(0));
    },
  );

  it('has the reason of a refusal that comes before the body was taken', async () => {
    const xml =
      '<?xml version="1.0"?><Error><Code>EntityTooLarge</Code><Message>m</Message><RequestId>R</RequestId></Error>';
    const endpoint = await serverOf((_, response) =>
      response.writeHead(400, { 'x-oss-request-id': 'R', 'content-length': xml.length }).end(xml),
    );
    expect(await failureOf(open(endpoint).put('a.jpg', LARGE))).toMatchObject({ code: 'EntityTooLarge' });
  });

  it('rejects with the error of the file system when the file became shorter while it was sent', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'large.bin');
    await writeFile(path, LARGE);
    let requests = 0;
    const endpoint = await serverOf(async (request) => {
      requests += 1;
      await truncate(path, 1_000);
      request.resume();
    });
    expect(await rejection(open(endpoint).put('a.jpg', { path }))).toMatchObject({
      ...{ message: 'It changed while it was read', path },
    });
    expect(requests).toBe(1);
  });

  it('sends a large file again from its beginning when the connection broke', async () => {
    await using emulator = await startEmulator({
      ...credentials,
      faults: [{ kind: 'reset', service: 'oss', operation: 'PutObject' }],
    });
    using folder = temporaryFolder();
    const path = join(folder.path, 'large.bin');
    await writeFile(path, LARGE);
    expect(await open(emulator.ossEndpoint).put('a.jpg', { path })).toEqual({
      ...{ key: 'a.jpg', bytes: LARGE.length, etag: md5Of(LARGE) },
    });
  });

  it('makes fewer calls at once while OSS refuses some for being too many, and ends', async () => {
    let [now, most] = [0, 0];
    let refuses = true;
    const xml =
      '<?xml version="1.0"?><Error><Code>QpsLimitExceeded</Code><Message>m</Message><RequestId>R</RequestId></Error>';
    const endpoint = await serverOf(async (request, response) => {
      now += 1;
      most = Math.max(most, now);
      request.resume();
      await once(request, 'end');
      await pause(5); // so that calls overlap
      const isMany = refuses && now > 4;
      now -= 1;
      response.writeHead(isMany ? 503 : 200, { 'x-oss-request-id': 'R' }).end(isMany ? xml : undefined);
    });
    const store = open(endpoint);
    const putAll = () =>
      Promise.allSettled(Array.from({ length: 32 }, (_, n) => store.put(`${n}.jpg`, IMAGE)));
    await putAll();
    expect(most).toBeGreaterThan(16);
    most = 0;
    await putAll();
    expect(most).toBeLessThan(20); // as a rule about the four that it takes
    refuses = false;
    for (let round = 0; round < 100 && most < 32; round++) await putAll();
    expect(most).toBe(32);
  });
});
