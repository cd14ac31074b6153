import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MetaFileBuilder, type TaskState } from '../../../src/index.ts';
import { Patience } from '../../../src/service/patience.ts';
import { retryPlan } from '../../../src/task/failures/retry-plan.ts';
import { expectWithout, failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Fault, reply, startFaultServer } from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { line, putFolder, tasksOf } from '../../support/test-bed.ts';

const reason = new Error('enough');
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
const stateWith = (errorUrl: string) => ({ errorUrl }) as TaskState;

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

  it('tells the record of a line whose category is wrong, and none of one that breaks another rule', async () => {
    const lines = [line({ CategoryId: 999 }), line({ IntAttr: 9_999_999_999 })];
    const { emulator, tasks, state } = await runFolder(new FakeClock({ auto: true }), lines);
    await using _ = emulator;
    const failures = await all(tasks.failures(state, { meta: lines.join('') }));
    expect(
      failures.map(({ code, record }) => [code, record?.operationType === 'ADD' && record.categoryId]),
    ).toEqual([
      ['InvalidCategory', 999],
      ['InvalidIntAttr', false],
    ]);
    expect(failures[1]?.record).toBeUndefined();
  });

  it('tells a failure once for each line that it is about when it is given increment.meta', async () => {
    const lines = ['a.jpg', 'b.jpg', 'c.jpg'].map((PicName) => line({ ProductId: 'P1', PicName }));
    const facts = { ProductId: 'P1', Code: 'RegionError' };
    await using server = await startFaultServer(
      reply(200, JSON.stringify(facts), { 'x-oss-request-id': 'R' }),
    );
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
    ['the ref of a task', { version: 1, id: '1' }, /a TaskState must be given, such as wait\(\) returns/],
    [
      'the state of a task that runs',
      { ref: { id: '7' }, status: 'PROCESSING', errorUrl: undefined },
      /task 7 as the task must be over/,
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

  it('gives each failure once, and the first before the file ends, when it waits for a service that is away', async () => {
    const lines = '{"Line":1}\n{"Line":2}\n{"Line":3}\n';
    const head = 'HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\ncontent-length: ';
    const openSockets: Socket[] = [];
    await using server = await startFaultServer((socket, _request, n) => {
      if (n === 1) openSockets.push(socket);
      if (n === 1) socket.write(`${head}1000\r\n\r\n${lines.slice(0, 11)}`);
      else if (n < 8) reply(503, '', { 'x-oss-request-id': 'R' })(socket, '', n);
      else socket.end(`${head}${lines.length}\r\n\r\n${lines}`);
    });
    await using service = await startFaultServer(
      listReply([{ ...taskItem(1, 'SUCCESS'), ErrorUrl: `http://${server.endpoint}/` }]),
    );
    const { emulator } = await runFolder(new FakeClock({ auto: true }), [line()]);
    await using _ = emulator;
    const clock = new FakeClock({ auto: true });
    const patience = new Patience({ clock, patienceMs: 60_000 });
    const tasks = tasksOf(emulator, { endpoint: service.endpoint, clock }).patiently(patience);
    const state = await tasks.find('1');
    if (state === undefined) throw reason;
    const read = tasks.failures(state);
    expect((await read.next()).value?.line).toBe(1);
    for (const socket of openSockets) socket.end();
    expect((await all(read)).map(({ line: number }) => number)).toEqual([2, 3]);
    expect(server.requests).toHaveLength(8);
  });

  it('gives nothing when the task left no file', async () => {
    const { emulator, tasks, state } = await runFolder(new FakeClock({ auto: true }), [line()]);
    await using _ = emulator;
    expect(state.errorUrl).toBeUndefined();
    expect(await all(tasks.failures(state))).toEqual([]);
  });

  it('reads by a fresh address when the URL has expired, and by none tells of the signature', async () => {
    const clock = new FakeClock({ auto: true });
    const { emulator, tasks, state } = await runFolder(clock, LINES);
    await using _ = emulator;
    const HOURS = 3_600_000;
    const { errorUrl = '' } = state;
    clock.advance(2 * HOURS - 60_000);
    expect((await fetch(errorUrl)).status).toBe(200);
    clock.advance(2 * 60_000);
    expect((await fetch(errorUrl)).status).toBe(403);
    expect(await all(tasks.failures(state))).toHaveLength(3);
    const unlisted = tasksOf(emulator, { instance: 'other' }); // it gets no fresh one
    const failure = await failureOf(all(unlisted.failures(state)));
    expect(failure).toMatchObject({ code: 'FAILURE_FILE_UNREADABLE', httpStatus: 403, retryable: true });
    expect(failure.advice).toContain('two hours');
    const signature = new URL(errorUrl).searchParams.get('x-oss-signature');
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expectWithout(failure, signature ?? '', emulator.accessKeySecret, emulator.accessKeyId);
  });
});
