import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MetaFileBuilder, type TaskState } from '../../../src/index.ts';
import { readFailureFile } from '../../../src/task/failures/failure-file.ts';
import { ResultHosts } from '../../../src/task/failures/result-hosts.ts';
import { retryPlan } from '../../../src/task/failures/retry-plan.ts';
import { expectWithout, failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
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
import { listReply, taskItem } from '../../support/task-list.ts';
import { connection, line, putFolder, tasksOf } from '../../support/test-bed.ts';

const SIGNATURE = 'the-signature-that-opens-the-file';
const SIGNED = `/failures?x-oss-signature=${SIGNATURE}`;
const reason = new Error('enough');
const reading = (signal?: AbortSignal) => ({
  hosts: new ResultHosts([], '127.0.0.1:1'),
  silentMs: 20_000,
  signal,
});

const runFolder = async (clock: FakeClock, lines: readonly string[]) => {
  const emulator = await startEmulator({ clock, taskDurationMs: 0 });
  await putFolder(emulator, 'spring', lines);
  const tasks = tasksOf(emulator, { clock: new FakeClock({ auto: true }) });
  const state = await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/spring`));
  return { emulator, tasks, state };
};

const LINES = [
  line(),
  line({ ProductId: 'P2', PicName: 'missing.jpg' }),
  'not json\n',
  line({ ProductId: 'P4', PicName: '图 片.jpg' }),
];

describe('failures()', () => {
  it('tells line, product, picture, code and message of every image that was not taken', async () => {
    const { emulator, tasks, state } = await runFolder(new FakeClock({ auto: true }), LINES);
    await using _ = emulator;
    expect(state.status).toBe('SUCCESS');
    const failures = await all(tasks.failures(state));
    expect(failures).toMatchObject([
      { line: 2, productId: 'P2', picName: 'missing.jpg', code: 'PicNotExist' },
      { line: 3, productId: undefined, picName: undefined, code: 'InvalidMetaItem' },
      { line: 4, productId: 'P4', picName: '图 片.jpg', code: 'PicNotExist' },
    ]);
    expect(failures[0]?.message).toContain('missing.jpg');
    for (const { raw, code } of failures) expect(JSON.parse(raw)).toMatchObject({ Code: code });
    expect(emulator.gallery()).toHaveLength(1);
  });

  it.each([
    ['csv', 'P4', '图 片.jpg'],
    ['text', undefined, undefined],
  ] as const)('tells what it can when the file is %s', async (failureFormat, productId, picName) => {
    await using emulator = await startEmulator({
      clock: new FakeClock({ auto: true }),
      taskDurationMs: 0,
      failureFormat,
    });
    await putFolder(emulator, 'spring', LINES);
    const tasks = tasksOf(emulator, { clock: new FakeClock({ auto: true }) });
    const state = await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/spring`));
    const failures = await all(tasks.failures(state));
    expect(failures.map(({ line: number, code }) => [number, code])).toEqual([
      [2, 'PicNotExist'],
      [3, 'InvalidMetaItem'],
      [4, 'PicNotExist'],
    ]);
    expect(failures[2]).toMatchObject({ productId, picName });
    expect((await retryPlan(failures)).repair).toHaveLength(3);
  });

  it.each([
    ['json', {}],
    ['csv', {}],
    ['text', { productId: undefined, picName: undefined }], // which has but a line
  ] as const)(
    'tells the record of each when it is given increment.meta, and the file is %s',
    async (format, names) => {
      const clock = new FakeClock({ auto: true });
      await using emulator = await startEmulator({
        clock,
        taskDurationMs: 0,
        failureFormat: format,
      });
      await putFolder(emulator, 'spring', LINES);
      const tasks = tasksOf(emulator, { clock });
      const state = await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/spring`));
      const failures = await all(tasks.failures(state, { meta: LINES.join('') }));
      expect(failures).toMatchObject([
        {
          line: 2,
          record: { operationType: 'ADD', productId: 'P2', picName: 'missing.jpg', customContent: 'c' },
          ...names,
        },
        { line: 3, record: undefined },
        { line: 4, record: { operationType: 'ADD', productId: 'P4', picName: '图 片.jpg' }, ...names },
      ]);
      const { repair } = await retryPlan(failures);
      const records = repair.flatMap(({ record }) => record ?? []);
      expect((await all(new MetaFileBuilder().lines(records))).join('')).toBe(`${LINES[1]}${LINES[3]}`);
    },
  );

  it('tells a failure once for each line that it is about when it is given increment.meta', async () => {
    const lines = ['a.jpg', 'b.jpg', 'c.jpg'].map((PicName) => line({ ProductId: 'P1', PicName }));
    const facts = { ProductId: 'P1', Code: 'RegionError' };
    await using server = await startFaultServer(reply(200, JSON.stringify(facts)));
    const { emulator, tasks } = await runFolder(new FakeClock({ auto: true }), [line()]);
    await using _ = emulator;
    const state = { ...stateWith(`http://${server.endpoint}/`), ref: { path: '/spring' } } as TaskState;
    const found = await all(tasks.failures(state, { meta: lines.join('') }));
    expect(found.map(({ line: number, record }) => [number, record?.picName])).toEqual([
      [1, 'a.jpg'],
      [2, 'b.jpg'],
      [3, 'c.jpg'],
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['the ref of a task', { version: 1, id: '1' }, /those of a TaskState, such as wait\(\) gives/],
    [
      'the state of a task that runs',
      { ref: { id: '7' }, status: 'PROCESSING', errorUrl: undefined },
      /task 7 as it must be over/,
    ],
    ['nothing', undefined, /TaskState/],
  ])('throws a TypeError before anything is read when it is given %s', async (_, state, says) => {
    await using emulator = await startEmulator();
    const call = () => tasksOf(emulator).failures(state as TaskState);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(says);
  });

  it('stops at once when aborted between failures that were read already', async () => {
    const { emulator, tasks, state } = await runFolder(new FakeClock({ auto: true }), LINES);
    await using _ = emulator;
    for (const options of [{}, { meta: LINES.join('') }]) {
      const controller = new AbortController();
      const read = tasks.failures(state, { ...options, signal: controller.signal });
      await read.next();
      controller.abort(reason);
      expect(await rejection(read.next())).toBe(reason);
    }
  });

  it('reads a file to its end, however often it breaks off, as long as it comes on', async () => {
    const broken: Fault = (socket, _request, n) => {
      const lines = Array.from({ length: 8 }, (_, i) => `{"Line":${i + 1}}\n`).join('');
      const head = 'HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: ';
      if (n === 8) socket.end(`${head}${lines.length}\r\n\r\n${lines}`);
      else socket.write(`${head}1000\r\n\r\n${lines.slice(0, n * 11)}`, () => socket.end());
    };
    await using server = await startFaultServer(broken);
    await using service = await startFaultServer(
      listReply([{ ...taskItem(1, 'SUCCESS'), ErrorUrl: `http://${server.endpoint}/` }]),
    );
    const { emulator } = await runFolder(new FakeClock({ auto: true }), [line()]);
    await using _ = emulator;
    const tasks = tasksOf(emulator, { endpoint: service.endpoint });
    const state = await tasks.find('1');
    if (state === undefined) throw reason;
    expect((await all(tasks.failures(state))).map(({ line: number }) => number)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('gives nothing when the task left no file', async () => {
    const { emulator, tasks, state } = await runFolder(new FakeClock({ auto: true }), [line()]);
    await using _ = emulator;
    expect(state.errorUrl).toBeUndefined();
    expect(await all(tasks.failures(state))).toEqual([]);
  });

  it('rejects without a word of the signature when the URL has expired, and a new one serves', async () => {
    const clock = new FakeClock({ auto: true });
    const { emulator, tasks, state } = await runFolder(clock, LINES);
    await using _ = emulator;
    const HOURS = 3_600_000;
    clock.advance(2 * HOURS - 60_000);
    expect(await all(tasks.failures(state))).toHaveLength(3);
    clock.advance(2 * 60_000);
    const failure = await failureOf(all(tasks.failures(state)));
    expect(failure).toMatchObject({ code: 'FAILURE_FILE_UNREADABLE', httpStatus: 403, retryable: true });
    expect(failure.advice).toContain('two hours');
    const signature = new URL(state.errorUrl ?? '').searchParams.get('x-oss-signature');
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expectWithout(failure, signature ?? '', emulator.accessKeySecret, emulator.accessKeyId);
    clock.advance(-2 * HOURS); // signed calls must not be dated hours off
    const asked = await tasks.get(state.ref);
    expect(asked.errorUrl).not.toBe(state.errorUrl);
    expect(await all(tasks.failures(asked))).toHaveLength(3);
  });
});

/** Sends one line of many and says which connections it did so on: Node's fetch opens a spare one when one is ended. */
function oneLineAndMore() {
  const carriers: Socket[] = [];
  const fault: Fault = (socket) => {
    carriers.push(socket);
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"Line":1}\n');
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
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"Line":1}\n{"Line":2}\n{"Li', () =>
        socket.end(),
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
    await using server = await startFaultServer(reply(200, '', { 'x-oss-request-id': 'R' }));
    expect(await all(readFailureFile(`http://${server.endpoint}/`, reading()))).toEqual([]);
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
    await using server = await startFaultServer(reply(200, '{"Line":1}\n'));
    const signal = AbortSignal.abort(reason);
    expect(await rejection(all(readFailureFile(`http://${server.endpoint}/`, reading(signal))))).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('reads lines when they end in CRLF, begin with a byte order mark, are blank, or the last is unended', async () => {
    const text = '\uFEFF{"Line":1}\r\n\r\n  \n{"Line":2}\nplain text';
    await using server = await startFaultServer(reply(200, text));
    const failures = await all(readFailureFile(`http://${server.endpoint}/`, reading()));
    expect(failures.map(({ line, raw }) => [line, raw])).toEqual([
      [1, '{"Line":1}'],
      [2, '{"Line":2}'],
      [undefined, 'plain text'],
    ]);
  });
});
