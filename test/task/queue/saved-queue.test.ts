import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type QueueRecord, replayQueue } from '../../../src/task/queue/queue-record.ts';
import { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { rejection } from '../../support/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { all } from '../../support/items.ts';
import { FILES, folderOf, power, queueBed } from './queue-bed.ts';

const bed = queueBed();

const OF = { region: 'cn-shanghai', instance: 'emulated' };
const HEAD = { version: 1, ...OF };
const PLACE = { version: 1, ...OF, bucket: 'emulated-bucket', path: '/spring' };
const REF = { ...PLACE, id: '7' };
const INTENT = { ...PLACE, before: ['1'] };
const FILE = { id: folderOf('spring'), address: folderOf('spring') };
const ADDED = { ...FILE, state: 'waiting' };

/** An entry in each state as a queue of the form before this one saved it, and as it is now. */
const OLD_ENTRIES: readonly (readonly [string, object, object])[] = [
  ['waiting', {}, { state: 'waiting' }],
  ['submitting', { intent: INTENT }, { state: 'submitting', intent: INTENT }],
  ['running', { ref: REF }, { state: 'running', ref: REF }],
  ['settled', { ref: REF, status: 'SUCCESS' }, { state: 'settled', ref: REF, status: 'SUCCESS' }],
  ['told', { ref: REF, status: 'FAIL' }, { state: 'done', ref: REF, status: 'FAIL' }],
];

interface Entry {
  readonly address: string;
  readonly [fact: string]: unknown;
}

/** A queue in one JSON object, where an entry's address was called its folder. */
const oldFile = (entries: readonly Entry[]) => {
  const old = entries.map(({ address, ...entry }) => ({ ...entry, folder: address }));
  return `${JSON.stringify({ ...HEAD, entries: old, owner: 'x' })}\n`;
};

describe('a queue file of the form before this one', () => {
  it.each(OLD_ENTRIES)(
    'is taken up, and written anew as lines, with an entry that is %s',
    async (state, facts, now) => {
      const old = { ...FILE, etag: 'ABC', state, ...facts };
      await writeFile(bed.path, oldFile([old, { ...ADDED, id: 'other' }]));
      const expected = [
        { ...FILE, etag: 'ABC', ...now },
        { ...ADDED, id: 'other' },
      ];
      expect((await bed.open()).entries).toEqual(expected);
      expect(await bed.saved()).toEqual(expected);
      expect((await bed.open()).entries).toEqual(expected); // and again, from the lines
    },
  );

  it('goes on where it was', async () => {
    const done = { ...FILE, state: 'told', ref: REF, status: 'SUCCESS' };
    const waiting = { id: folderOf('summer'), address: folderOf('summer'), state: 'waiting' };
    await writeFile(bed.path, oldFile([done, waiting]));
    const queue = await bed.open();
    expect(await queue.add(FILES)).toBe(1);
    expect(await all(queue.run())).toHaveLength(2);
    expect(await bed.submitted()).toEqual(['/summer', '/autumn']);
  });
});

describe('what a storage hands out', () => {
  const loading = (records: readonly unknown[]) =>
    rejection(bed.open({ storage: { load: async () => records, append: async () => {} } }));

  it.each<[string, readonly unknown[], RegExp]>([
    ['its first is no head', [ADDED], /record 1 .* must be the head of a queue of version 1/],
    ['its head is of another version', [{ ...HEAD, version: 2 }], /record 1 .* version 1/],
    [
      'its head is of another instance',
      [{ ...HEAD, instance: 'other' }],
      /record 1 .* of instance "emulated" in cn-shanghai/,
    ],
    [
      'a later head is of another region',
      [HEAD, { ...HEAD, region: 'cn-beijing' }],
      /record 2 .* in cn-shanghai/,
    ],
    ['one is null', [HEAD, null], /record 2 .* must be a step of a queue: current value is null/],
    ['one is of no kind', [HEAD, { moved: 'x' }], /record 2 .* must be a step of a queue/],
    [
      'one has a state that is not known',
      [HEAD, { ...ADDED, state: 'lost' }],
      /record 2 .* a state that this version knows/,
    ],
    [
      'one lacks a fact of its state',
      [HEAD, ADDED, { id: FILE.id, state: 'running' }],
      /record 3 .* have every property of a state/,
    ],
    ['an intent is null', [HEAD, ADDED, { id: FILE.id, state: 'submitting', intent: null }], /record 3/],
    [
      'an entry comes twice',
      [HEAD, ADDED, ADDED],
      /record 3 .* add an entry once: "oss:.*spring" is in the queue/,
    ],
    [
      'a change is of no entry',
      [HEAD, ADDED, { id: 'x', state: 'waiting' }],
      /record 3 .* "x" is not in the queue/,
    ],
    [
      'what is removed is no entry',
      [HEAD, { id: 'x', removed: true }],
      /record 2 .* "x" is not in the queue/,
    ],
    [
      'what is changed was removed',
      [HEAD, ADDED, { id: FILE.id, removed: true }, { id: FILE.id, state: 'waiting' }],
      /record 4/,
    ],
  ])('is refused with a TypeError that names the record when %s', async (_, records, says) => {
    const error = await loading(records);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(says);
  });

  it.each<[string, unknown, RegExp]>([
    ['a text', '[]', /must load a list/],
    ['one object', { version: 1, entries: [] }, /must load a list/],
    ['an intent of nothing', [HEAD, ADDED, { id: FILE.id, state: 'submitting', intent: {} }], /record 3/],
    ['a ref that is none', [HEAD, ADDED, { id: FILE.id, state: 'running', ref: 7 }], /record 3/],
    ['an address that is none', [HEAD, { ...ADDED, address: 'nonsense' }], /record 2/],
  ])('is refused with a TypeError that names it when the storage loads %s', async (_, loaded, says) => {
    const storage = { load: async () => loaded as readonly unknown[], append: async () => {} };
    const error = await rejection(bed.open({ storage }));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(says);
  });

  it('is a new queue when it is nothing, null or an empty list', async () => {
    for (const nothing of [undefined, null, []]) {
      const storage = { load: async () => nothing, append: async () => {} };
      expect((await bed.open({ storage })).entries).toEqual([]);
    }
  });
});

describe('the file of a queue', () => {
  it('grows at each step by what is new, and by nothing else', async () => {
    const queue = await bed.open();
    await queue.add(FILES.slice(0, 1));
    await all(queue.run());
    const records = (await readFile(bed.path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).record);
    const ref = { ...PLACE, id: '1' };
    expect(records).toEqual([
      { journal: 'task-queue', version: 1 },
      HEAD,
      ADDED,
      { id: FILE.id, state: 'submitting', intent: { ...PLACE, before: [] } },
      { id: FILE.id, state: 'running', ref },
      { id: FILE.id, state: 'settled', status: 'SUCCESS' },
      { id: FILE.id, state: 'done' },
    ]);
  });

  it('is written anew, shorter, when it is opened and most of it tells of files that were taken out', async () => {
    const queue = await bed.open();
    for (let n = 0; n < 500; n++) {
      await queue.add([{ address: folderOf(`part-${n}`) }]);
      await queue.remove(folderOf(`part-${n}`));
    }
    await queue.add(FILES);
    const before = await readFile(bed.path, 'utf8');
    expect((await bed.open()).entries).toEqual(queue.entries);
    const after = await readFile(bed.path, 'utf8');
    expect(before.split('\n').length).toBeGreaterThan(1_000);
    expect(after.trimEnd().split('\n')).toHaveLength(6); // two heads, three files, and that it was opened
    expect((await bed.open()).entries).toEqual(queue.entries);
  });
});

describe('the intents of a queue whose files share one folder', () => {
  const SHARED = folderOf('spring');
  const files = ['a', 'b', 'c'].map((id) => ({ id, address: SHARED }));
  const beforeSubmit = async () => {};

  it('are stored without the tasks of the files before, and come back with them', async () => {
    const queue = await bed.open({ beforeSubmit });
    await queue.add(files);
    await all(queue.run());
    const stored = (await readFile(bed.path, 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"intent"'))
      .map((line) => JSON.parse(line).record.intent.before);
    expect(stored).toEqual([[], [], []]); // tasks 1 and 2 stand in the records before
  });

  it('keep the task of a file that was taken out, so that it is not mistaken for that of a later one', async () => {
    const records: QueueRecord[] = [];
    const storage = {
      load: async () => records,
      append: async (more: readonly QueueRecord[]) => {
        if (more.some((one) => 'state' in one && one.state === 'running' && one.id === 'b')) throw power;
        records.push(...more);
      },
    };
    const queue = await TaskQueue.open({
      tasks: bed.tasks,
      storage,
      beforeSubmit,
      clock: new FakeClock({ auto: true }),
    });
    await queue.add(files);
    await expect(all(queue.run())).rejects.toBe(power); // the task of b was started, which the storage does not know
    await queue.remove('a');
    const [reloaded] = [...replayQueue(records, HEAD).values()];
    expect(reloaded).toMatchObject({ id: 'b', state: 'submitting', intent: { before: ['1'] } });
  });
});
