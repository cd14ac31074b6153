import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TaskState } from '../../../src/index.ts';
import { ResultHosts } from '../../../src/service/result-file/result-hosts.ts';
import { AgentPool } from '../../../src/shared/http/agent-pool.ts';
import { readFailureFile } from '../../../src/task/failures/failure-file.ts';
import { expectWithout, failureOf, rejection } from '../../support/failure.ts';
import {
  cutBody,
  type Fault,
  refusedEndpoint,
  reply,
  resetAtOnce,
  startFaultServer,
  staySilent,
} from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { connection, tasksOf } from '../../support/test-bed.ts';

const SIGNATURE = 'the-signature-that-opens-the-file';
const SIGNED = `/failures?x-oss-signature=${SIGNATURE}`;
const reason = new Error('enough');
const FROM_OSS = { 'x-oss-request-id': 'R' };
const reading = (signal?: AbortSignal) => ({
  hosts: new ResultHosts([], '127.0.0.1:1'),
  agents: new AgentPool(() => undefined, {}),
  mostSilentMs: 20_000,
  signal,
});

/** Sends one line of many and says which connections it did so on: Node's fetch opens a spare one when one is ended. */
function oneLineAndMore() {
  const carriers: Socket[] = [];
  const fault: Fault = (socket) => {
    carriers.push(socket);
    socket.write('HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: 1000\r\n\r\n{"Line":1}\n');
  };
  return { fault, carriers };
}
const stateWith = (errorUrl: string) => ({ errorUrl }) as TaskState;

describe('failures(), from a server at fault', () => {
  const tasks = async () => {
    await using emulator = await startEmulator();
    return tasksOf(emulator, { ...connection(emulator), readTimeoutMs: 300 });
  };

  it.each<[string, Fault, number | undefined]>([
    ['sends us elsewhere', reply(302, '', { location: 'http://127.0.0.1:1/' }), 302],
    ['answers with a page', reply(200, '<html>Please log in</html>'), 200],
    ['answers with markup after a blank line', reply(200, '\n<?xml version="1.0"?>\n<Error/>\n'), 200],
    ['answers with nothing, and is not OSS', reply(200, ''), 200],
    ['answers with JSON, and is not OSS', reply(200, '{"message":"no upstream"}'), 200],
    ['says nothing', staySilent, undefined],
    ['answers 404', reply(404, '<Error>NoSuchKey</Error>'), 404],
    ['answers 503', reply(503, 'later'), 503],
    ['breaks off before the answer', resetAtOnce, undefined],
    ['breaks off within the answer', cutBody, undefined],
  ])('rejects with FAILURE_FILE_UNREADABLE when it %s', async (_, fault, httpStatus) => {
    await using server = await startFaultServer(fault);
    const read = all((await tasks()).failures(stateWith(`http://${server.endpoint}${SIGNED}`)));
    const failure = await failureOf(read);
    expect(failure).toMatchObject({ code: 'FAILURE_FILE_UNREADABLE', httpStatus, retryable: true });
    expectWithout(failure, SIGNATURE);
  });

  it.each([
    ['a page', '<html>Please log in</html>'],
    ['markup after a blank line', '\n<?xml version="1.0"?>\n<Error/>\n'],
    ['nothing', ''],
  ])('rejects when a host of resultHosts answers with %s', async (_, body) => {
    await using server = await startFaultServer(reply(200, body));
    const options = { ...reading(), hosts: new ResultHosts(['127.0.0.1'], '127.0.0.1:1') };
    const read = all(readFailureFile(`http://${server.endpoint}/`, options));
    expect(await failureOf(read)).toMatchObject({ code: 'FAILURE_FILE_UNREADABLE', httpStatus: 200 });
  });

  it('reads a file without a request id when its host is one of resultHosts', async () => {
    await using server = await startFaultServer(reply(200, '{"Line":1}\n'));
    const options = { ...reading(), hosts: new ResultHosts(['127.0.0.1'], '127.0.0.1:1') };
    const failures = await all(readFailureFile(`http://${server.endpoint}/`, options));
    expect(failures.map(({ line }) => line)).toEqual([1]);
  });

  it.each([
    ['nobody listens', async () => `http://${await refusedEndpoint()}${SIGNED}`],
    ['it is no URL', async () => `failures${SIGNED}`],
    ['it is no http', async () => `ftp://127.0.0.1${SIGNED}`],
    ['it leads elsewhere than to Alibaba', async () => `https://files.example${SIGNED}`],
    ['it carries a password', async () => `http://who:${SIGNATURE}@127.0.0.1:1${SIGNED}`],
  ])('rejects without a word of the URL when %s', async (_, url) => {
    const failure = await failureOf(all((await tasks()).failures(stateWith(await url()))));
    expect(failure).toMatchObject({ code: 'FAILURE_FILE_UNREADABLE', httpStatus: undefined });
    expectWithout(failure, SIGNATURE);
  });

  it('gives what came before the connection broke, then rejects', async () => {
    await using server = await startFaultServer((socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: 1000\r\n\r\n{"Line":1}\n{"Line":2}\n{"Li',
        () => socket.end(),
      );
    });
    const lines: (number | undefined)[] = [];
    const read = async () => {
      for await (const failure of readFailureFile(`http://${server.endpoint}/`, reading()))
        lines.push(failure.line);
    };
    expect(await failureOf(read())).toMatchObject({ code: 'FAILURE_FILE_UNREADABLE' });
    expect(lines).toEqual([1, 2]);
  });

  it('gives nothing when OSS itself answers with nothing', async () => {
    await using server = await startFaultServer(reply(200, '', FROM_OSS));
    expect(await all(readFailureFile(`http://${server.endpoint}/`, reading()))).toEqual([]);
  });

  it.each([
    ['whole', 1_000_000],
    ['byte by byte', 1],
  ])('reads a file that is compressed, and comes %s, whatever its headers say', async (_, pieceBytes) => {
    const lines = Array.from({ length: 50 }, (_, i) => `{"Line":${i + 1}}\n`).join('');
    const file = gzipSync(lines);
    await using server = await startFaultServer((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-type: text/plain\r\ncontent-length: ${file.length}\r\n\r\n`,
      );
      for (let at = 0; at < file.length; at += pieceBytes) socket.write(file.subarray(at, at + pieceBytes));
    });
    const failures = await all(readFailureFile(`http://${server.endpoint}/`, reading()));
    expect(failures.map(({ line }) => line)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it.each([
    ['is cut', gzipSync('{"Line":1}\n'.repeat(100)).subarray(0, -12)],
    ['only begins like one', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6])],
  ])('rejects with FAILURE_FILE_UNREADABLE when a compressed file %s', async (_, file) => {
    await using server = await startFaultServer((socket) =>
      socket.write(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: ${file.length}\r\n\r\n`),
          file,
        ]),
      ),
    );
    const read = all(readFailureFile(`http://${server.endpoint}/`, reading()));
    expect(await failureOf(read)).toMatchObject({ code: 'FAILURE_FILE_UNREADABLE', retryable: true });
  });

  it('ends the connection when the reader breaks off', async () => {
    const { fault, carriers } = oneLineAndMore();
    await using server = await startFaultServer(fault);
    for await (const { line } of readFailureFile(`http://${server.endpoint}/`, reading())) {
      expect(line).toBe(1);
      break;
    }
    await expect.poll(() => carriers.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('rejects with the own reason, leaves no listener and ends the connection when aborted', async () => {
    const { fault, carriers } = oneLineAndMore();
    await using server = await startFaultServer(fault);
    const controller = new AbortController();
    const read = readFailureFile(`http://${server.endpoint}/`, reading(controller.signal));
    expect((await read.next()).value).toMatchObject({ line: 1 });
    const next = rejection(read.next());
    controller.abort(reason);
    expect(await next).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await expect.poll(() => carriers.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('sends nothing when aborted before', async () => {
    await using server = await startFaultServer(reply(200, '{"Line":1}\n', FROM_OSS));
    const signal = AbortSignal.abort(reason);
    expect(await rejection(all(readFailureFile(`http://${server.endpoint}/`, reading(signal))))).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('reads lines when they end in CRLF, begin with a byte order mark, are blank, or the last is unended', async () => {
    const text = '\uFEFF{"Line":1}\r\n\r\n  \n{"Line":2}\nplain text';
    await using server = await startFaultServer(reply(200, text, FROM_OSS));
    const failures = await all(readFailureFile(`http://${server.endpoint}/`, reading()));
    expect(failures.map(({ line, raw }) => [line, raw])).toEqual([
      [1, '{"Line":1}'],
      [2, '{"Line":2}'],
      [undefined, 'plain text'],
    ]);
  });
});
