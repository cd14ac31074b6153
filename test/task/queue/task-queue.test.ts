import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import type { BatchTaskClient, QueuedFile, SavedQueue, TaskQueueOptions } from '../../../src/index.ts';
import { queueFile } from '../../../src/task/queue/queue-memory.ts';
import { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { failureOf, rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { resetAtOnce, startFaultServer } from '../../support/fault-server.ts';
import { all } from '../../support/items.ts';
import { startLossyProxy } from '../../support/lossy-proxy.ts';
import { increase, listData } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { line, putFolder, putObjects, tasksOf } from '../../support/test-bed.ts';

const folderOf = (name: string) => `oss://emulated-bucket/${name}`;
const FILES: QueuedFile[] = ['spring', 'summer', 'autumn'].map((name) => ({ folder: folderOf(name) }));
const power = new Error('the power went');

let emulator: Emulator;
let folder: string;
let path: string;
let tasks: BatchTaskClient;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'task-queue-'));
  path = join(folder, 'queue.json');
  emulator = await startEmulator({ taskDurationMs: 0 });
  for (const name of ['spring', 'summer', 'autumn']) await putFolder(emulator, name);
  tasks = tasksOf(emulator);
});
afterEach(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

const clock = () => new FakeClock({ auto: true });
const open = (options: Partial<TaskQueueOptions> = {}) =>
  TaskQueue.open({ tasks, memory: queueFile(path), clock: clock(), ...options });
const submitted = async () =>
  (await listData(emulator, { PageSize: '500' })).Increments.Instance.map(({ Path }) => Path).toReversed();
const saved = async () => JSON.parse(await readFile(path, 'utf8')) as SavedQueue;
const statesIn = async (queue?: TaskQueue) =>
  (queue === undefined ? (await saved()).entries : queue.entries).map(({ state }) => state);

describe('TaskQueue', () => {
  it('runs every file once, in order, and yields each with its last state', async () => {
    const queue = await open();
    expect(await queue.add(FILES)).toBe(3);
    const settled = await all(queue.run());
    expect(settled.map(({ file, state }) => [file.folder, state.status, state.ref.id])).toEqual([
      [folderOf('spring'), 'SUCCESS', '1'],
      [folderOf('summer'), 'SUCCESS', '2'],
      [folderOf('autumn'), 'SUCCESS', '3'],
    ]);
    expect(await submitted()).toEqual(['/spring', '/summer', '/autumn']);
    expect(await statesIn()).toEqual(['told', 'told', 'told']);
    expect(await all(queue.run())).toEqual([]);
    expect(await all((await open()).run())).toEqual([]); // nor does another process find anything to do
    expect(await submitted()).toHaveLength(3);
  });

  it('goes on with the next file when a task fails', async () => {
    const queue = await open();
    await queue.add([{ folder: folderOf('nothing-here') }, ...FILES.slice(0, 1)]);
    expect((await all(queue.run())).map(({ state }) => state.status)).toEqual(['FAIL', 'SUCCESS']);
  });

  it('adds a file once, however often it is given, and keeps what was added before a crash', async () => {
    const queue = await open();
    await queue.add(FILES.slice(0, 2));
    const next = await open();
    expect(next.entries).toEqual(queue.entries);
    expect(await next.add(FILES)).toBe(1);
    expect(await next.add(FILES)).toBe(0);
    expect(await statesIn()).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('runs files that are added while it runs', async () => {
    const queue = await open();
    await queue.add(FILES.slice(0, 1));
    const seen: string[] = [];
    for await (const { file } of queue.run()) {
      seen.push(file.folder);
      await queue.add(FILES);
    }
    expect(seen).toEqual(FILES.map((file) => file.folder));
  });

  it('yields a file again when its reader broke off, and submits it no second time', async () => {
    const queue = await open();
    await queue.add(FILES);
    for await (const _ of queue.run()) break;
    expect(await statesIn()).toEqual(['settled', 'waiting', 'waiting']);
    const again = await all((await open()).run());
    expect(again.map(({ file }) => file.folder)).toEqual(FILES.map((file) => file.folder));
    expect(await submitted()).toHaveLength(3);
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
    const queue = await open({ tasks: tasksOf(other, { clock: shared }), clock: shared });
    await queue.add(FILES.slice(0, 1));
    expect((await all(queue.run())).map(({ state }) => state.ref.id)).toEqual(['2']);
  });

  it('prepares each file when it is its turn, so that several share a folder', async () => {
    const prepared: string[] = [];
    const prepare = async ({ id = '' }: QueuedFile) => {
      prepared.push(`${id} after ${(await submitted()).length}`);
      await putObjects(emulator, { 'spring/increment.meta': line({ ProductId: id }) });
    };
    const queue = await open({ prepare });
    await queue.add(['A', 'B', 'C'].map((id) => ({ id, folder: folderOf('spring') })));
    expect(await all(queue.run())).toHaveLength(3);
    expect(prepared).toEqual(['A after 0', 'B after 1', 'C after 2']);
    expect(emulator.gallery().map(({ ProductId }) => ProductId)).toEqual(['A', 'B', 'C']);
  });

  it.each(['reset', 'silence', 'html-503'] as const)(
    'submits no file twice when the answers to IncreaseInstance are lost (%s)',
    async (loss) => {
      await using proxy = await startLossyProxy(emulator.imageSearchEndpoint, (action) =>
        action === 'IncreaseInstance' ? loss : undefined,
      );
      const queue = await open({
        tasks: tasksOf(emulator, { endpoint: proxy.endpoint, readTimeoutMs: 200 }),
      });
      await queue.add(FILES);
      expect(await all(queue.run())).toHaveLength(3);
      expect(await submitted()).toEqual(['/spring', '/summer', '/autumn']);
    },
  );

  it('submits again when the service never got the request', async () => {
    await using proxy = await startLossyProxy(emulator.imageSearchEndpoint, (action, n) =>
      action === 'IncreaseInstance' && n <= 2 ? 'unsent' : undefined,
    );
    const queue = await open({ tasks: tasksOf(emulator, { endpoint: proxy.endpoint }) });
    await queue.add(FILES.slice(0, 1));
    expect(await all(queue.run())).toHaveLength(1);
    expect(await submitted()).toEqual(['/spring']);
  });

  it('finds the task after an outage when neither the answer came nor IncreaseList could tell', async () => {
    let outage = 0;
    await using proxy = await startLossyProxy(emulator.imageSearchEndpoint, (action) => {
      if (action === 'IncreaseInstance') outage = 12;
      return outage-- > 0 ? 'html-503' : undefined;
    });
    const queue = await open({ tasks: tasksOf(emulator, { endpoint: proxy.endpoint }) });
    await queue.add(FILES.slice(0, 1));
    expect(await all(queue.run())).toHaveLength(1);
    expect(await submitted()).toEqual(['/spring']);
  });

  it('stops at a file that is not the one that was written, and goes on from there once it is', async () => {
    const store = { head: async () => ({ etag: 'ABC' }) };
    const queue = await open({ store });
    await queue.add([
      { folder: folderOf('spring'), etag: 'ABC' },
      { folder: folderOf('summer'), etag: 'DEF' },
    ]);
    const seen: string[] = [];
    const run = async (some: TaskQueue) => {
      for await (const { file } of some.run()) seen.push(file.folder);
    };
    expect(await failureOf(run(queue))).toMatchObject({ code: 'META_FILE_CHANGED' });
    expect(seen).toEqual([folderOf('spring')]);
    await run(await open({ store: { head: async () => ({ etag: 'DEF' }) } }));
    expect(seen).toEqual([folderOf('spring'), folderOf('summer')]);
  });

  it('stops at once with the own reason of an abort, and goes on later', async () => {
    const controller = new AbortController();
    const queue = await open();
    await queue.add(FILES);
    const run = async () => {
      for await (const _ of queue.run({ signal: controller.signal })) controller.abort(power);
    };
    expect(await rejection(run())).toBe(power);
    expect(await all(queue.run())).toHaveLength(2);
    expect(await submitted()).toHaveLength(3);
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
    const refusing = tasksOf(emulator, { endpoint: server.endpoint, clock: hidden });
    const queue = await open({ tasks: refusing, clock: hidden });
    await queue.add(FILES.slice(0, 1));
    const settled = await all(queue.run());
    expect(settled.map(({ state }) => state.ref.id)).toEqual(['1']);
    expect(starts).toBeLessThanOrEqual(2); // before it shows, nothing tells that it was not lost on its way there
  });

  it('takes out files whose task does not run, and takes them anew', async () => {
    const store = { head: async () => ({ etag: 'NEW' }) };
    const queue = await open({ store });
    await queue.add([{ folder: folderOf('spring'), etag: 'OLD' }]);
    expect(await failureOf(all(queue.run()))).toMatchObject({ code: 'META_FILE_CHANGED' });
    await queue.remove(folderOf('spring'));
    expect((await saved()).entries).toEqual([]);
    await queue.add([{ folder: folderOf('spring'), etag: 'NEW' }]);
    for await (const _ of queue.run()) {
      await expect(queue.remove('nothing')).rejects.toThrow(TypeError);
      await queue.remove(folderOf('spring')); // it is over
      break;
    }
    expect(await submitted()).toEqual(['/spring']);
  });

  it('holds nothing that it could not save', async () => {
    let isFull = true;
    const memory = queueFile(path);
    const save = async (queue: SavedQueue) => {
      if (isFull) throw power;
      await memory.save(queue);
    };
    const queue = await open({ memory: { ...memory, save } });
    expect(await rejection(queue.add(FILES))).toBe(power);
    expect(queue.entries).toEqual([]);
    isFull = false;
    expect(await queue.add(FILES)).toBe(3);
    isFull = true;
    expect(await rejection(queue.remove(folderOf('spring')))).toBe(power);
    expect(queue.entries).toHaveLength(3);
  });

  it('stops before it submits anything when another runs the same file', async () => {
    const [one, other] = [await open(), await open()];
    await one.add(FILES);
    const runs = await Promise.allSettled([all(one.run()), other.add(FILES).then(() => all(other.run()))]);
    expect(runs.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { reason } = runs.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(RangeError);
    expect(reason.message).toContain('another has changed');
    expect(await submitted()).toEqual(['/spring', '/summer', '/autumn']);
  });

  it('rejects when it is run twice at a time', async () => {
    const queue = await open();
    await queue.add(FILES);
    const first = queue.run();
    await first.next();
    await expect(queue.run().next()).rejects.toThrow(TypeError);
    await first.return();
    expect((await queue.run().next()).done).toBe(false);
  });
});

describe('TaskQueue, interrupted', () => {
  /** Where the power goes: before or after the nth save gets to the disk. */
  const MOMENTS = Array.from(
    { length: 13 },
    (_, n) =>
      [
        [n, 'before'],
        [n, 'after'],
      ] as const,
  ).flat();

  it.each(MOMENTS)(
    'submits every file once, in order, when the power goes at save %i, %s it is on the disk',
    async (fatal, when) => {
      const told: string[] = [];
      let saves = 0;
      const weak = {
        load: queueFile(path).load,
        save: async (queue: SavedQueue) => {
          const isFatal = saves++ === fatal;
          if (isFatal && when === 'before') throw power;
          await queueFile(path).save(queue);
          if (isFatal) throw power;
        },
      };
      const run = async (queue: TaskQueue) => {
        await queue.add(FILES);
        for await (const { file } of queue.run()) told.push(file.folder);
      };
      const interrupted = await run(await open({ memory: weak })).then(
        () => undefined,
        (error) => error,
      );
      expect(interrupted).toBe(saves > fatal ? power : undefined);
      await run(await open());
      expect(await submitted()).toEqual(['/spring', '/summer', '/autumn']);
      expect([...new Set(told)]).toEqual(FILES.map((file) => file.folder));
      expect(told.length).toBeLessThanOrEqual(4); // one of them may be told again
    },
  );
});

describe('TaskQueue.open()', () => {
  it('rejects with a RangeError while another process has the file, and has it once that is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const gone = once(child, 'close');
    await writeFile(`${path}.lock.${child.pid}.1`, '');
    const error = await rejection(open());
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(`is held by process ${child.pid}`);
    child.stdin?.end();
    await gone;
    await using queue = await open();
    expect(await queue.add(FILES)).toBe(3);
    expect(await readdir(folder)).toEqual([
      'queue.json',
      expect.stringMatching(/^queue\.json\.lock\.\d+\.\d+$/),
    ]);
    await queue.close();
    expect(await readdir(folder)).toEqual(['queue.json']);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['of version 2', '{"version":2,"region":"cn-shanghai","instance":"emulated","entries":[]}'],
    ['of another instance', '{"version":1,"region":"cn-shanghai","instance":"other","entries":[]}'],
    [
      'with an entry of an unknown state',
      '{"version":1,"region":"cn-shanghai","instance":"emulated","entries":[{"id":"a","folder":"oss://bucket/a","state":"lost"}]}',
    ],
    [
      'with an entry that lacks its ref',
      '{"version":1,"region":"cn-shanghai","instance":"emulated","entries":[{"id":"a","folder":"oss://bucket/a","state":"running"}]}',
    ],
  ])('rejects with a TypeError, and leaves it as it is, when what was saved is %s', async (_, content) => {
    await writeFile(path, content);
    expect(await rejection(open())).toBeInstanceOf(TypeError);
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  it('begins anew when what was saved is null', async () => {
    expect((await open({ memory: { load: async () => null, save: async () => {} } })).entries).toEqual([]);
  });

  it.each<[string, object]>([
    ['there is no memory', { memory: undefined }],
    ['there are no tasks', { tasks: undefined }],
    ['the memory cannot be saved to', { memory: { load: async () => null } }],
    ['callbackAddress is none', { callbackAddress: 'shop.example' }],
    ['prepare is no function', { prepare: 'put' }],
  ])('rejects with a TypeError that names the option when %s', async (_, options) => {
    const error = await rejection(open(options));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(new RegExp(`'${Object.keys(options)[0]}'`));
  });

  it.each<[string, readonly QueuedFile[]]>([
    ['a folder is none', [...FILES, { folder: 'spring' }]],
    ['an id is empty', [...FILES, { folder: folderOf('winter'), id: '' }]],
    ['two folders have one id', [...FILES, { folder: folderOf('winter'), id: folderOf('spring') }]],
    ['one file has two ETags', [...FILES, { folder: folderOf('spring'), etag: 'ABC' }]],
    [
      'one folder has two ids, and nothing prepares it',
      [...FILES, { folder: folderOf('spring'), id: 'again' }],
    ],
    ['a file has an ETag, and the queue no store', [{ folder: folderOf('winter'), etag: 'ABC' }]],
  ])('adds nothing and rejects with a TypeError when %s', async (_, files) => {
    const queue = await open();
    expect(await rejection(queue.add(files))).toBeInstanceOf(TypeError);
    expect(queue.entries).toEqual([]);
    expect(await rejection(readFile(path))).toMatchObject({ code: 'ENOENT' });
  });
});
