import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { logCalls } from '../../support/call-log.ts';
import { failureOf } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { inTurn, replyJson, startFaultServer } from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { increase } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { tasksOf } from '../../support/test-bed.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

describe('list()', () => {
  it('gives every task once when they fill several pages', async () => {
    const clock = new FakeClock({ auto: true });
    await using many = await startEmulator({ clock });
    for (let n = 0; n < 205; n++) expect((await increase(many)).status).toBe(200);
    using calls = logCalls(many.imageSearchEndpoint);
    const found = await all(tasksOf(many).list());
    expect(found.map(({ ref }) => Number(ref.id)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 205 }, (_, i) => i + 1),
    );
    expect(calls.operations).toHaveLength(3); // 100, 100 and 5
  });

  it('gives pages of the size that is asked for, from the page that is asked for, when read by page', async () => {
    await using many = await startEmulator({ clock: new FakeClock({ auto: true }) });
    for (let n = 0; n < 7; n++) await increase(many);
    const pages = await all(tasksOf(many).list().byPage({ pageSize: 3 }));
    expect(pages.map(({ number, total, tasks }) => [number, total, tasks.map(({ ref }) => ref.id)])).toEqual([
      [1, 7, ['7', '6', '5']],
      [2, 7, ['4', '3', '2']],
      [3, 7, ['1']],
    ]);
    const [second] = await all(tasksOf(many).list().byPage({ pageSize: 5, from: 2 }));
    expect(second?.tasks.map(({ ref }) => ref.id)).toEqual(['2', '1']);
  });

  it('gives the tasks of one folder alone when it is asked for one', async () => {
    await using many = await startEmulator({ clock: new FakeClock({ auto: true }) });
    for (const Path of ['/spring', '/autumn', '/', '/spring']) await increase(many, { Path });
    const idsOf = async (folder: string) =>
      (await all(tasksOf(many).list({ address: folder }))).map(({ ref }) => ref.id);
    expect(await idsOf('oss://emulated-bucket/spring/')).toEqual(['4', '1']);
    expect(await idsOf('oss://emulated-bucket')).toEqual(['3']);
    expect(await idsOf('oss://other-bucket/spring')).toEqual([]);
  });

  it('gives a task once when a new one moves it to the next page meanwhile', async () => {
    const [first, moved] = [
      [taskItem(3, 'SUCCESS'), taskItem(2, 'SUCCESS')],
      [taskItem(2, 'SUCCESS'), taskItem(1, 'SUCCESS')],
    ];
    await using server = await startFaultServer(inTurn(listReply(first, 3), listReply(moved, 4)));
    const found = await all(tasksOf(emulator, { endpoint: server.endpoint }).list());
    expect(found.map(({ ref }) => ref.id)).toEqual(['3', '2', '1']);
  });

  it('reads on to an empty page when the service gives less on a page than asked, and no total', async () => {
    const page = (id: number) =>
      replyJson(200, { Data: { Increments: { Instance: [taskItem(id, 'SUCCESS')] } } });
    await using server = await startFaultServer(inTurn(page(2), page(1), listReply([])));
    expect(await all(tasksOf(emulator, { endpoint: server.endpoint }).list())).toHaveLength(2);
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    ['pageSize is 0', { pageSize: 0 }],
    ['pageSize is 501', { pageSize: 501 }],
    ['from is 500', { from: 500 }],
  ])('throws a RangeError before anything is sent when %s', (_, options) => {
    expect(() => tasksOf(emulator).list().byPage(options)).toThrow(RangeError);
  });

  it('throws a TypeError when the folder is none', () => {
    expect(() => tasksOf(emulator).list({ address: 'spring' })).toThrow(TypeError);
  });

  it('gives nothing when the instance never had a task', async () => {
    await using fresh = await startEmulator();
    expect(await all(tasksOf(fresh).list())).toEqual([]);
  });

  it('stops at once when aborted between tasks of one page', async () => {
    await using server = await startFaultServer(listReply([taskItem(1, 'SUCCESS'), taskItem(2, 'SUCCESS')]));
    const controller = new AbortController();
    const reason = new Error('enough');
    const read = async () => {
      const list = tasksOf(emulator, { endpoint: server.endpoint }).list({ signal: controller.signal });
      for await (const _ of list) controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
  });

  it('ends when the service gives the same page again, whatever is asked, and no total', async () => {
    const same = replyJson(200, { Data: { Increments: { Instance: [taskItem(1, 'SUCCESS')] } } });
    await using server = await startFaultServer(same);
    expect(await all(tasksOf(emulator, { endpoint: server.endpoint }).list())).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  it('asks for no page more when the reader has enough', async () => {
    const full = Array.from({ length: 100 }, (_, i) => taskItem(i + 1, 'SUCCESS'));
    await using server = await startFaultServer(listReply(full, 1_000));
    for await (const _ of tasksOf(emulator, { endpoint: server.endpoint }).list()) break;
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['no data', { RequestId: 'R' }],
    ['a list of nothing', { Data: { Increments: { Instance: [null] }, TotalCount: 1 } }],
    ['a count and no task', { Data: { Increments: [{ Id: 1 }], TotalCount: 1 } }],
    ['something else than a list', { Data: { Increments: { Instance: { Id: 1 } }, TotalCount: 1 } }],
  ])('rejects with BAD_ANSWER when the answer has %s', async (_, answer) => {
    await using server = await startFaultServer(replyJson(200, answer));
    const listed = all(tasksOf(emulator, { endpoint: server.endpoint }).list());
    expect(await failureOf(listed)).toMatchObject({ code: 'BAD_ANSWER' });
  });
});
