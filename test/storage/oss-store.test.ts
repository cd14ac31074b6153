import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { createOssHandler } from '../../src/emulator/oss/create-oss-handler.ts';
import { OssState } from '../../src/emulator/oss/oss-state.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import type { OssStoreOptions } from '../../src/storage/oss-store-options.ts';
import { expectWithout, failureOf, rejection } from '../support/failure.ts';
import {
  cutBody,
  type Fault,
  finish,
  refusedEndpoint,
  reply,
  resetAtOnce,
  startFaultServer,
  staySilent,
} from '../support/fault-server.ts';
import { all } from '../support/items.ts';
import { startEmulator } from '../support/start-emulator.ts';

const SECRET = 'the-very-secret-of-the-key-pair';
const TOKEN = 'the-token-of-temporary-credentials';
const IMAGE = Buffer.from('the-bytes-of-an-image-that-nobody-may-read');
const pair = { accessKeyId: 'anAccessKeyId', accessKeySecret: SECRET };

let emulator: Emulator;
const stores: OssStore[] = [];
beforeEach(async () => {
  emulator = await startEmulator({ ...pair, buckets: { 'far-away': 'cn-beijing' } });
});
afterEach(async () => {
  for (const store of stores.splice(0)) store.close();
  await emulator.close();
});

const open = (options: Partial<OssStoreOptions> = {}) => {
  const store = new OssStore({
    bucket: 'emulated-bucket',
    region: 'cn-shanghai',
    endpoint: emulator.ossEndpoint,
    credentials: pair,
    ...options,
  });
  stores.push(store);
  return store;
};

const callsOf = (store: OssStore): Readonly<Record<string, () => Promise<unknown>>> => ({
  put: () => store.put('a.jpg', IMAGE),
  read: () => store.read('a.jpg', { offset: 0, length: 10 }),
  head: () => store.head('a.jpg'),
  delete: () => store.delete('a.jpg'),
  list: () => all(store.list('')),
  probe: () => store.probe('increment.meta'),
});

const AllButHead = ['put', 'read', 'delete', 'list', 'probe'] as const;
const All = [...AllButHead, 'head'] as const;

describe('OssStore, refused', () => {
  it.each<[string, Partial<OssStoreOptions>, string, number, RegExp, readonly string[]]>([
    [
      'the secret is wrong',
      { credentials: { ...pair, accessKeySecret: 'wr0ng-secret' } },
      'SignatureDoesNotMatch',
      403,
      /AccessKey/,
      All,
    ],
    [
      'the key id is unknown',
      { credentials: { ...pair, accessKeyId: 'who' } },
      'InvalidAccessKeyId',
      403,
      /AccessKey/,
      All,
    ],
    [
      'a token is sent that was never given',
      { credentials: { ...pair, securityToken: TOKEN } },
      'InvalidSecurityToken',
      403,
      /token/,
      All,
    ],
    ['the bucket is missing', { bucket: 'no-such-bucket' }, 'NoSuchBucket', 404, /bucket name/, AllButHead],
    [
      'the bucket is in another region',
      { bucket: 'far-away' },
      'REGION_MISMATCH',
      403,
      /must be in the same one/,
      AllButHead,
    ],
    [
      'the region given is wrong',
      { region: 'cn-beijing' },
      'REGION_MISMATCH',
      400,
      /must be in the same one/,
      AllButHead,
    ],
  ])(
    'every call rejects with code and advice when %s',
    async (_, options, code, httpStatus, advice, calls) => {
      for (const name of calls) {
        const failure = await failureOf(callsOf(open(options))[name]?.() ?? Promise.resolve());
        expect(failure, name).toMatchObject({ code, httpStatus, retryable: false });
        expect(failure.requestId).toMatch(/^[0-9A-F]{24}$/);
        expect(failure.advice).toMatch(advice);
        expectWithout(failure, SECRET, TOKEN, 'wr0ng-secret', IMAGE.toString());
      }
    },
  );

  it('every call rejects with NO_CREDENTIALS when the pair is empty', async () => {
    const store = open({ credentials: { accessKeyId: '', accessKeySecret: '' } });
    for (const call of Object.values(callsOf(store)))
      expect(await failureOf(call())).toMatchObject({ code: 'NO_CREDENTIALS' });
  });

  it('every call rejects with CONNECTION_REFUSED when nobody listens', async () => {
    const store = open({ endpoint: `http://localhost:${(await refusedEndpoint()).split(':')[1]}` });
    for (const call of Object.values(callsOf(store))) {
      const failure = await failureOf(call());
      expect(failure).toMatchObject({ code: 'CONNECTION_REFUSED', httpStatus: undefined, retryable: true });
      expectWithout(failure, SECRET, IMAGE.toString());
    }
  });

  it('probe() passes when the bucket is there, whether the object is or not', async () => {
    await expect(open().probe('increment.meta')).resolves.toBeUndefined();
    await open().put('increment.meta', Buffer.from('{}'));
    await expect(open().probe('increment.meta')).resolves.toBeUndefined();
  });

  it.each([
    ['bucket', { bucket: 'A' }, TypeError],
    ['region', { region: '' }, TypeError],
    ['endpoint', { endpoint: 'localhost:1/bucket' }, TypeError],
    ['timeoutMs', { timeoutMs: 0 }, RangeError],
  ])('the constructor throws when %s is wrong', (_, options, kind) => {
    expect(() => open(options)).toThrow(kind);
  });
});

/** Passes the requests from the nth on to the emulator. */
const passOnFrom = (n: number, fault: Fault): Fault => {
  return (socket, request, count) => {
    if (count < n) return fault(socket, request, count);
    const [top = '', ...body] = request.split('\r\n\r\n');
    const [line = '', ...headers] = top.split('\r\n');
    const [method = '', path = ''] = line.split(' ');
    const pairs = headers.map((header) => /^([^:]+): ?(.*)$/.exec(header)?.slice(1) ?? []);
    const kept = pairs.filter(
      ([name = '']) => !/^(connection|content-length|transfer-encoding)$/i.test(name),
    );
    void import('node:http').then(({ request: send }) => {
      const onward = send(
        {
          host: '127.0.0.1',
          port: new URL(emulator.ossEndpoint).port,
          method,
          path,
          headers: Object.fromEntries(kept),
        },
        async (answer) => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          const whole = Buffer.concat(chunks);
          const sent = Object.entries(answer.headers)
            .filter(
              ([name]) => !['connection', 'transfer-encoding', 'content-length', 'keep-alive'].includes(name),
            )
            .map(([name, value]) => `${name}: ${value}\r\n`)
            .join('');
          const length = method === 'HEAD' ? answer.headers['content-length'] : whole.length;
          const bodied = answer.statusCode !== 204 ? `content-length: ${length}\r\n` : '';
          socket.write(`HTTP/1.1 ${answer.statusCode} OK\r\n${sent}${bodied}\r\n`);
          socket.write(whole);
        },
      );
      const content = Buffer.from(body.join('\r\n\r\n'), 'latin1');
      if (content.length > 0) onward.setHeader('content-length', content.length);
      else if (method === 'PUT') onward.setHeader('content-length', 0);
      onward.end(content);
    });
  };
};

const busyXml =
  '<?xml version="1.0"?><Error><Code>ServiceUnavailable</Code><Message>later</Message><RequestId>R</RequestId></Error>';
const busy = reply(503, busyXml, { 'content-type': 'application/xml', 'x-oss-request-id': 'R' });

const FAULTS: readonly {
  readonly fault: string;
  readonly answer: Fault;
  readonly code: string;
  readonly says?: string;
}[] = [
  { fault: 'a reset', answer: resetAtOnce, code: 'CONNECTION_LOST' },
  { fault: 'an end without an answer', answer: finish, code: 'CONNECTION_LOST' },
  {
    fault: '200 with HTML',
    answer: reply(200, '<html><body>login</body></html>'),
    code: 'BAD_ANSWER',
    says: 'HTTP 200',
  },
  { fault: '200 with text', answer: reply(200, 'ok'), code: 'BAD_ANSWER', says: 'did not come from OSS' },
  { fault: '200 with an empty body', answer: reply(200), code: 'BAD_ANSWER', says: 'did not come from OSS' },
  { fault: '502 with HTML', answer: reply(502, '<html>bad</html>'), code: 'BAD_ANSWER', says: 'HTTP 502' },
  { fault: '500 with an empty body', answer: reply(500), code: 'BAD_ANSWER', says: 'HTTP 500' },
  { fault: '503 of OSS', answer: busy, code: 'ServiceUnavailable', says: 'later' },
];

describe('OssStore, at a server that fails', () => {
  const names = ['put', 'read', 'list'] as const;
  const table = FAULTS.flatMap((row) => names.map((name) => ({ ...row, name })));

  it.concurrent.each(table)(
    '$name() rejects with $code after four tries when it meets $fault',
    async (row) => {
      await using server = await startFaultServer(row.answer);
      const store = open({ endpoint: `http://localhost:${server.port}` });
      const failure = await failureOf(callsOf(store)[row.name]?.() ?? Promise.resolve());
      expect(failure).toMatchObject({ code: row.code, retryable: true });
      expect(failure.message).toContain('oss://emulated-bucket');
      expect(failure.message).toContain(row.says ?? 'the connection broke');
      expectWithout(failure, SECRET, IMAGE.toString());
      expect(server.requests).toHaveLength(4);
    },
  );

  it('put() and read() time out when the server stays silent', async () => {
    await using server = await startFaultServer(staySilent);
    const store = open({ endpoint: `http://localhost:${server.port}`, timeoutMs: 60 });
    for (const name of ['put', 'read'] as const) {
      const failure = await failureOf(callsOf(store)[name]?.() ?? Promise.resolve());
      expect(failure).toMatchObject({ code: 'TIMEOUT', retryable: true });
      expectWithout(failure, SECRET, IMAGE.toString());
    }
  });

  it('read() never gives a cut body for the whole', async () => {
    await using server = await startFaultServer(cutBody);
    const failure = await failureOf(
      open({ endpoint: `http://localhost:${server.port}` }).read('a.jpg', { offset: 0, length: 99 }),
    );
    expect(failure.retryable).toBe(true);
    expect(failure.message).not.toContain('Success'); // what was received of it
  });

  it.each([
    ['a reset', resetAtOnce],
    ['HTML', reply(200, '<html></html>')],
    ['503', busy],
  ])('put() and read() succeed when %s comes first and then OSS', async (_, fault) => {
    await using server = await startFaultServer(passOnFrom(3, fault));
    const store = open({ endpoint: `http://localhost:${server.port}` });
    expect(await store.put('a.jpg', IMAGE)).toMatchObject({ bytes: IMAGE.length });
    expect(server.requests).toHaveLength(3);
    expect((await open().read('a.jpg', { offset: 0, length: 99 })).bytes).toEqual(IMAGE);
  });

  it('list() gives each object once when the second page fails at first', async () => {
    const keys = Array.from({ length: 1_003 }, (_, i) => `k/${String(i).padStart(4, '0')}`);
    const writer = open();
    for (let at = 0; at < keys.length; at += 20)
      await Promise.all(keys.slice(at, at + 20).map((key) => writer.put(key, Buffer.from('x'))));
    const pass = passOnFrom(1, staySilent);
    await using server = await startFaultServer((socket, request, n) =>
      (n === 2 ? busy : pass)(socket, request, n),
    );
    const listed = await all(open({ endpoint: `http://localhost:${server.port}` }).list('k/'));
    expect(listed.map(({ key }) => key)).toEqual(keys);
    expect(server.requests).toHaveLength(3);
  });

  it('put() hides the token when the answer repeats it', async () => {
    const repeat: Fault = (socket, request, n) =>
      reply(
        403,
        `<Error><Code>SignatureDoesNotMatch</Code><Message>Wrong ${/x-oss-security-token: (.*)/i.exec(request)?.[1]?.trim()}</Message></Error>`,
        { 'content-type': 'application/xml', 'x-oss-request-id': 'R' },
      )(socket, request, n);
    await using server = await startFaultServer(repeat);
    const credentials = { ...pair, securityToken: TOKEN };
    const failure = await failureOf(
      open({ endpoint: `http://localhost:${server.port}`, credentials }).put('a.jpg', IMAGE),
    );
    expect(failure.message).toMatch(/: Wrong \*\*\*$/);
    expectWithout(failure, SECRET, TOKEN, IMAGE.toString());
  });
});

describe('OssStore, aborted', () => {
  it('put() rejects with the own reason at once, and other calls of the same store go on', async () => {
    const pass = passOnFrom(1, staySilent);
    await using server = await startFaultServer((socket, request, n) => {
      if (!request.includes('slow.jpg')) setTimeout(() => pass(socket, request, n), 150);
    });
    const store = open({ endpoint: `http://localhost:${server.port}` });
    const controller = new AbortController();
    const reason = new Error('enough');
    const slow = rejection(store.put('slow.jpg', IMAGE, { signal: controller.signal }));
    const other = store.put('other.jpg', IMAGE, { signal: new AbortController().signal });
    await vi.waitFor(() => expect(server.requests).toHaveLength(2));
    controller.abort(reason);
    expect(await slow).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(await other).toMatchObject({ key: 'other.jpg' });
    expect(await store.head('other.jpg')).toMatchObject({ bytes: IMAGE.length });
    expect(server.requests).toHaveLength(3);
  });

  it('put() rejects with the own reason when aborted while a retry waits', async () => {
    await using server = await startFaultServer(busy);
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = rejection(
      open({ endpoint: `http://localhost:${server.port}` }).put('a.jpg', IMAGE, {
        signal: controller.signal,
      }),
    );
    await vi.waitFor(() => expect(server.requests).toHaveLength(2), { interval: 5 });
    controller.abort(reason);
    expect(await work).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('put() of a file rejects with the own reason when aborted while the file is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'oss-store-'));
    const path = join(folder, 'large.bin');
    await writeFile(path, Buffer.alloc(8 << 20));
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = rejection(open().put('large.bin', { path }, { signal: controller.signal }));
    setImmediate(() => controller.abort(reason));
    expect(await work).toBe(reason);
    expect(await open().head('large.bin')).toBeUndefined();
    await rm(folder, { recursive: true });
  });

  it('leaves no listener behind when it succeeds', async () => {
    const { signal } = new AbortController();
    const store = open();
    await store.put('a.jpg', IMAGE, { signal });
    await store.read('a.jpg', { offset: 0, length: 1 }, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('OssStore, with temporary credentials', () => {
  const startSts = async () => {
    const state = new OssState();
    state.createBucket('emulated-bucket', 'cn-shanghai');
    const defects: unknown[] = [];
    const handle = createOssHandler({
      state,
      accounts: [{ ...pair, securityToken: TOKEN }],
      regionId: 'cn-shanghai',
      onDefect: (error) => defects.push(error),
    });
    const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stop = () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    return {
      endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
      [Symbol.asyncDispose]: stop,
    };
  };

  it('every call succeeds when the token is right', async () => {
    await using server = await startSts();
    const store = open({ endpoint: server.endpoint, credentials: { ...pair, securityToken: TOKEN } });
    const calls = callsOf(store);
    expect(await calls['put']?.()).toMatchObject({ key: 'a.jpg', bytes: IMAGE.length });
    expect(await calls['read']?.()).toMatchObject({ bytes: IMAGE.subarray(0, 10), size: IMAGE.length });
    expect(await calls['head']?.()).toMatchObject({ key: 'a.jpg', bytes: IMAGE.length });
    expect(await calls['list']?.()).toMatchObject([{ key: 'a.jpg' }]);
    expect(await calls['probe']?.()).toBeUndefined();
    await calls['delete']?.();
    expect(await calls['head']?.()).toBeUndefined();
  });

  it('takes new credentials with the next call', async () => {
    await using server = await startSts();
    const given = [
      { ...pair, securityToken: 'of the past' },
      { ...pair, securityToken: TOKEN },
    ];
    let n = 0;
    const store = open({
      endpoint: server.endpoint,
      credentials: { getCredential: async () => given[Math.min(n++, 1)] ?? pair },
    });
    const failure = await failureOf(store.put('a.jpg', IMAGE));
    expect(failure).toMatchObject({ code: 'InvalidSecurityToken', httpStatus: 403 });
    expectWithout(failure, 'of the past', SECRET);
    await store.put('a.jpg', IMAGE);
  });
});

describe('OssStore.close()', () => {
  it('lets the process end when connections were kept', async () => {
    const script = `
      import { OssStore } from ${JSON.stringify(new URL('../../src/storage/oss-store.ts', import.meta.url).href)};
      const store = new OssStore({ bucket: 'emulated-bucket', region: 'cn-shanghai',
        endpoint: ${JSON.stringify(emulator.ossEndpoint)},
        credentials: { ...${JSON.stringify(pair)}, securityToken: undefined } });
      await Promise.all([1, 2, 3].map((n) => store.put(n + '.jpg', Buffer.from('x'))));
      let waits = 0;
      setInterval(() => waits++, 100).unref();
      process.on('exit', () => console.log(waits));
      store.close();`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script]);
    const [out, problems]: string[][] = [[], []];
    child.stdout.on('data', (text) => out?.push(String(text)));
    child.stderr.on('data', (text) => problems?.push(String(text)));
    const [code] = await once(child, 'exit');
    expect(problems?.join('')).toBe('');
    expect(code).toBe(0);
    // A kept connection would live for five seconds. Waits are counted, not time: a busy machine has fewer of them.
    expect(Number(out?.join('') || Number.NaN)).toBeLessThan(20);
  });
});

describe('read() of OssStore', () => {
  it('fails when another object has taken the place of the one that is read', async () => {
    const store = open();
    const first = await store.put('a.jpg', IMAGE);
    expect((await store.read('a.jpg', { offset: 3, length: 4, etag: first.etag })).bytes).toEqual(
      IMAGE.subarray(3, 7),
    );
    await store.put('a.jpg', Buffer.from('another'));
    expect(await failureOf(store.read('a.jpg', { offset: 0, length: 4, etag: first.etag }))).toMatchObject({
      code: 'PreconditionFailed',
    });
  });

  it('takes no more than the part when a server answers with the whole object', async () => {
    const whole = Buffer.alloc(64 << 20, 'x');
    let sent = 0;
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Length': whole.length, 'x-oss-request-id': '1', ETag: '"E"' });
      const step = (from: number): void => {
        if (from >= whole.length || response.destroyed) return void response.end();
        sent = from + (1 << 16);
        response.write(whole.subarray(from, sent), () => step(sent));
      };
      step(0);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const part = await open({ endpoint: `http://localhost:${port}` }).read('a.jpg', {
        offset: 10,
        length: 90,
      });
      expect(part).toEqual({ bytes: whole.subarray(10, 100), size: whole.length, etag: 'E' });
      expect(sent).toBeLessThan(16 << 20); // what the buffers between both hold
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('times out when a body stops in its middle', async () => {
    const server = createServer((_, response) => {
      response.writeHead(206, {
        'Content-Length': 100,
        'Content-Range': 'bytes 0-99/100',
        'x-oss-request-id': '1',
      });
      response.write('half');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const store = open({ endpoint: `http://localhost:${port}`, timeoutMs: 100 });
      expect(await failureOf(store.read('a.jpg', { offset: 0, length: 100 }))).toMatchObject({
        code: 'TIMEOUT',
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
