import { describe, expect, it } from 'vitest';
import type { QueuedFile, QueueRecord } from '../../../src/index.ts';
import { queueFile } from '../../../src/task/queue/queue-file.ts';
import type { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { resetAtOnce, startFaultServer } from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { increase } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { line, putFolder, putObjects, tasksOf } from '../../support/test-bed.ts';
import { FILES, folderOf, power, queueBed } from './queue-bed.ts';

const bed = queueBed();
/** A store whose every object has this ETag. */
const storeWith = (etag: string) => ({ head: async (key: string) => ({ key, bytes: 10, etag }) });
const statesIn = async (queue?: TaskQueue) =>
  (queue === undefined ? await bed.saved() : queue.entries).map(({ state }) => state);

describe('TaskQueue', () => {
  it('runs every file once, in order, and yields each with its last state', async () => {
    const queue = await bed.open();
    expect(await queue.add(FILES)).toBe(3);
    const settled = await all(queue.run());
    expect(settled.map(({ file, state }) => [file.address, state.status, state.ref.id])).toEqual([
      [folderOf('spring'), 'SUCCESS', '1'],
      [folderOf('summer'), 'SUCCESS', '2'],
      [folderOf('autumn'), 'SUCCESS', '3'],
    ]);
    expect(await bed.submitted()).toEqual(['/spring', '/summer', '/autumn']);
    expect(await statesIn()).toEqual(['done', 'done', 'done']);
    expect(await all(queue.run())).toEqual([]);
    expect(await all((await bed.open()).run())).toEqual([]); // nor does another process find anything to do
    expect(await bed.submitted()).toHaveLength(3);
  });

  it('goes on with the next file when a task fails', async () => {
    const queue = await bed.open();
    await queue.add([{ address: folderOf('nothing-here') }, ...FILES.slice(0, 1)]);
    expect((await all(queue.run())).map(({ state }) => state.status)).toEqual(['FAIL', 'SUCCESS']);
  });

  it('adds a file once, however often it is given, and keeps what was added before a crash', async () => {
    const queue = await bed.open();
    await queue.add(FILES.slice(0, 2));
    const next = await bed.open();
    expect(next.entries).toEqual(queue.entries);
    expect(await next.add(FILES)).toBe(1);
    expect(await next.add(FILES)).toBe(0);
    expect(await statesIn()).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('runs files that are added while it runs', async () => {
    const queue = await bed.open();
    await queue.add(FILES.slice(0, 1));
    const seen: string[] = [];
    for await (const { file } of queue.run()) {
      seen.push(file.address);
      await queue.add(FILES);
    }
    expect(seen).toEqual(FILES.map((file) => file.address));
  });

  it('yields a file again when its reader broke off, and submits it no second time', async () => {
    const queue = await bed.open();
    await queue.add(FILES);
    for await (const _ of queue.run()) break;
    expect(await statesIn()).toEqual(['settled', 'waiting', 'waiting']);
    const again = await all((await bed.open()).run());
    expect(again.map(({ file }) => file.address)).toEqual(FILES.map((file) => file.address));
    expect(await bed.submitted()).toHaveLength(3);
  });

  it('waits for a task that somebody else has started', async () => {
    const standing = new FakeClock();
    await using other = await startEmulator({ clock: standing, taskDurationMs: 60_000 });
    await putFolder(other, 'spring');
    await increase(other, { Path: '/theirs' });
    const shared = {
      now: () => standing.now(),
      sleep: async (ms: number) => {
        standing.advance(ms);
        await new Promise((resolve) => setImmediate(resolve)); // what it woke comes first
      },
    };
    const queue = await bed.open({ tasks: tasksOf(other, { clock: shared }), clock: shared });
    await queue.add(FILES.slice(0, 1));
    expect((await all(queue.run())).map(({ state }) => state.ref.id)).toEqual(['2']);
  });

  it('prepares each file when it is its turn, so that several share a folder', async () => {
    const prepared: string[] = [];
    const prepare = async ({ id = '' }: QueuedFile) => {
      prepared.push(`${id} after ${(await bed.submitted()).length}`);
      await putObjects(bed.emulator, { 'spring/increment.meta': line({ ProductId: id }) });
    };
    const queue = await bed.open({ beforeSubmit: prepare });
    await queue.add(['A', 'B', 'C'].map((id) => ({ id, address: folderOf('spring') })));
    expect(await all(queue.run())).toHaveLength(3);
    expect(prepared).toEqual(['A after 0', 'B after 1', 'C after 2']);
    expect(bed.emulator.gallery().map(({ ProductId }) => ProductId)).toEqual(['A', 'B', 'C']);
  });

  it.each(['lost', 'silence', 'html-502'] as const)(
    'submits no file twice when the answers to IncreaseInstance are lost (%s)',
    async (kind) => {
      bed.emulator.addFault({ operation: 'IncreaseInstance', kind, workDone: true, times: 'always' });
      const queue = await bed.open({ tasks: tasksOf(bed.emulator, { readTimeoutMs: 200 }) });
      await queue.add(FILES);
      expect(await all(queue.run())).toHaveLength(3);
      expect(await bed.submitted()).toEqual(['/spring', '/summer', '/autumn']);
    },
  );

  it('submits again when the service never got the request', async () => {
    bed.emulator.addFault({ operation: 'IncreaseInstance', kind: 'reset', times: 2 });
    const queue = await bed.open();
    await queue.add(FILES.slice(0, 1));
    expect(await all(queue.run())).toHaveLength(1);
    expect(await bed.submitted()).toEqual(['/spring']);
  });

  it('finds the task after an outage when neither the answer came nor IncreaseList could tell', async () => {
    bed.emulator.addFault({ operation: 'IncreaseInstance', kind: 'html-502', workDone: true });
    const outage = bed.emulator.addFault({ operation: 'IncreaseList', kind: 'html-502', from: 2, times: 11 });
    const queue = await bed.open();
    await queue.add(FILES.slice(0, 1));
    expect(await all(queue.run())).toHaveLength(1);
    expect(outage.hits).toBe(11);
    expect(await bed.submitted()).toEqual(['/spring']);
  });

  it('stops at a file that is not the one that was written, and goes on from there once it is', async () => {
    const store = storeWith('ABC');
    const queue = await bed.open({ store });
    await queue.add([
      { address: folderOf('spring'), etag: 'ABC' },
      { address: folderOf('summer'), etag: 'DEF' },
    ]);
    const seen: string[] = [];
    const run = async (some: TaskQueue) => {
      for await (const { file } of some.run()) seen.push(file.address);
    };
    expect(await failureOf(run(queue))).toMatchObject({ code: 'META_FILE_CHANGED' });
    expect(seen).toEqual([folderOf('spring')]);
    await run(await bed.open({ store: storeWith('DEF') }));
    expect(seen).toEqual([folderOf('spring'), folderOf('summer')]);
  });

  it('stops at once with the own reason of an abort, and goes on later', async () => {
    const controller = new AbortController();
    const queue = await bed.open();
    await queue.add(FILES);
    const run = async () => {
      for await (const _ of queue.run({ signal: controller.signal })) controller.abort(power);
    };
    expect(await rejection(run())).toBe(power);
    expect(await all(queue.run())).toHaveLength(2);
    expect(await bed.submitted()).toHaveLength(3);
  });

  it('submits nothing a second time when its lost task shows after it was given up', async () => {
    const hidden = new FakeClock({ auto: true, startsAt: 1_000_000 });
    let startedAt: number | undefined;
    let starts = 0;
    await using server = await startFaultServer((socket, request, n) => {
      if (request.includes('IncreaseInstance')) {
        starts += 1;
        startedAt ??= hidden.now();
        resetAtOnce(socket, request, n); // the work is done
      } else {
        const age = startedAt === undefined ? -1 : hidden.now() - startedAt;
        const tasksNow = age < 12_000 ? [] : [taskItem(1, age < 60_000 ? 'PROCESSING' : 'SUCCESS')];
        listReply(tasksNow)(socket, request, n);
      }
    });
    const refusing = tasksOf(bed.emulator, { endpoint: server.endpoint, clock: hidden });
    const queue = await bed.open({ tasks: refusing, clock: hidden });
    await queue.add(FILES.slice(0, 1));
    const settled = await all(queue.run());
    expect(settled.map(({ state }) => state.ref.id)).toEqual(['1']);
    expect(starts).toBeLessThanOrEqual(2); // before it shows, nothing tells that it was not lost on its way there
  });

  it('takes out files whose task does not run, and takes them anew', async () => {
    const store = storeWith('NEW');
    const queue = await bed.open({ store });
    await queue.add([{ address: folderOf('spring'), etag: 'OLD' }]);
    expect(await failureOf(all(queue.run()))).toMatchObject({ code: 'META_FILE_CHANGED' });
    await queue.remove(folderOf('spring'));
    expect(await bed.saved()).toEqual([]);
    await queue.add([{ address: folderOf('spring'), etag: 'NEW' }]);
    for await (const _ of queue.run()) {
      await expect(queue.remove('nothing')).rejects.toThrow(TypeError);
      await queue.remove(folderOf('spring')); // it is over
      break;
    }
    expect(await bed.submitted()).toEqual(['/spring']);
  });

  it('takes out a file that was told, and one whose task never was started', async () => {
    const queue = await bed.open();
    await queue.add(FILES);
    const seen: string[] = [];
    for await (const { file } of queue.run()) {
      seen.push(file.address);
      await queue.remove(file.id ?? '');
    }
    expect([seen.length, queue.entries]).toEqual([3, []]);
    bed.emulator.addFault({ operation: 'IncreaseInstance', kind: 'reset', times: 'always' });
    const cut = await bed.open();
    await cut.add(FILES.slice(0, 1));
    expect(await failureOf(all(cut.run()))).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await statesIn(cut)).toEqual(['submitting']);
    await cut.remove(folderOf('spring'));
    expect(cut.entries).toEqual([]);
  });

  it('takes out no file whose task it is just starting', async () => {
    const refused: unknown[] = [];
    const prepare = async ({ id = '' }: QueuedFile) => {
      refused.push(await rejection(queue.remove(id)));
    };
    const queue = await bed.open({ beforeSubmit: prepare });
    await queue.add(FILES);
    expect(await all(queue.run())).toHaveLength(3);
    expect(refused).toEqual([expect.any(TypeError), expect.any(TypeError), expect.any(TypeError)]);
    expect((await bed.open()).entries).toHaveLength(3);
  });

  it('holds nothing that it could not save', async () => {
    let isFull = true;
    const file = queueFile(bed.path);
    const append = async (records: readonly QueueRecord[]) => {
      if (isFull) throw power;
      await file.append(records);
    };
    await using queue = await bed.open({ storage: { ...file, append } });
    expect(await rejection(queue.add(FILES))).toBe(power);
    expect(queue.entries).toEqual([]);
    isFull = false;
    expect(await queue.add(FILES)).toBe(3);
    isFull = true;
    expect(await rejection(queue.remove(folderOf('spring')))).toBe(power);
    expect(queue.entries).toHaveLength(3);
  });

  it('stops before it submits anything when another machine runs the same file', async () => {
    const [one, other] = [await bed.open(), await bed.openElsewhere()];
    await one.add(FILES);
    const runs = await Promise.allSettled([all(one.run()), other.add(FILES).then(() => all(other.run()))]);
    expect(runs.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { reason } = runs.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(RangeError);
    expect(reason.message).toContain('another writer has changed');
    expect(await bed.submitted()).toEqual(['/spring', '/summer', '/autumn']);
  });

  it('takes no step any more when another machine has opened the file', async () => {
    const first = await bed.open();
    await first.add(FILES);
    const second = await bed.openElsewhere();
    expect(await rejection(all(first.run()))).toBeInstanceOf(RangeError);
    expect(await bed.submitted()).toEqual([]);
    expect(await all(second.run())).toHaveLength(3);
    expect(await bed.submitted()).toEqual(['/spring', '/summer', '/autumn']);
  });

  it('rejects when it is run twice at a time', async () => {
    const queue = await bed.open();
    await queue.add(FILES);
    const first = queue.run();
    await first.next();
    await expect(queue.run().next()).rejects.toThrow(TypeError);
    await first.return();
    expect((await queue.run().next()).done).toBe(false);
  });
});
