import { getEventListeners } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { CatalogueImport, type EntryOutcome, FolderStore, type ImportOptions } from '../../src/index.ts';
import type { ObjectStore } from '../../src/shared/objects/object-store.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { all } from '../support/items.ts';
import { listData } from '../support/rpc-call.ts';
import { importAndCollect, into, quickEmulator, storeOf } from './import-test-bed.ts';

let emulator: Emulator;
let folder: string;
beforeAll(async () => {
  emulator = await quickEmulator();
  folder = await mkdtemp(join(tmpdir(), 'stored-state-'));
  await mkdir(imagesDir());
  const image = await makeImage({ format: 'jpeg', width: 120, height: 100 });
  await writeFile(join(imagesDir(), 'a.jpg'), image);
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

const imagesDir = () => join(folder, 'images');
const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ productId: `P${n}`, picName: `${n}.jpg`, image: 'a.jpg' }));

let imports = 0;
/** The options of an import of its own, whose state is in a store. */
function options(
  more: Partial<ImportOptions> = {},
): ImportOptions & { readonly state: { store: ObjectStore; prefix: string } } {
  imports += 1;
  const store = new FolderStore(join(folder, `${imports}`));
  const own = { images: imagesDir(), linesPerTask: 4, state: { store, prefix: 'state' } };
  return { ...into(emulator, `import-${imports}`), ...own, ...more } as never;
}

const keysOf = async ({ store, prefix }: { store: ObjectStore; prefix: string }) =>
  (await all(store.list(`${prefix}/`))).map(({ key }) => key.slice(prefix.length + 1));

/** Has another process take the state over as soon as a fact is noted whose JSON has this text. */
function takenOverAfter(text: string, { store }: { readonly store: ObjectStore }): void {
  const putIfAbsent = store.putIfAbsent?.bind(store) as NonNullable<ObjectStore['putIfAbsent']>;
  store.putIfAbsent = async (key, body, given) => {
    const put = await putIfAbsent(key, body, given);
    if (String(body).includes(text))
      await store.put('state/lease/00000002.json', Buffer.from('{"id":"other","renewals":0}'));
    return put;
  };
}

const numbers = (outcomes: readonly EntryOutcome[]) => outcomes.map(({ productId }) => productId).toSorted();

describe('an import whose state is in a store', () => {
  it('leaves its journal and its outcomes there, and nothing else', async () => {
    const how = options();
    const { summary } = await importAndCollect(
      [...rows(10), { productId: 'GONE', image: 'nowhere.jpg' }],
      how,
    );
    expect(summary).toMatchObject({ supplied: 11, succeeded: 10, refused: 1 });
    const keys = await keysOf(how.state);
    expect(keys.filter((key) => !/^(journal|lease)\//.test(key))).toEqual([
      'failed.jsonl',
      'imported.jsonl',
      'refused.csv',
      'refused.jsonl',
    ]);
    const again = await importAndCollect([...rows(10), { productId: 'GONE', image: 'nowhere.jpg' }], how);
    expect(again).toEqual({ summary, outcomes: [] });
  });

  it.each(['a store', 'OSS'])(
    'goes on from %s on another machine when its process has ended early',
    async (where) => {
      const given = options();
      const how =
        where === 'OSS' ? { ...given, state: `oss://${emulator.bucketName}/state-${imports}` } : given;
      const told: EntryOutcome[] = [];
      const first = new CatalogueImport(rows(18), how);
      for await (const outcome of first) {
        told.push(outcome);
        if (told.length === 8) break; // the second shard is told whole, but is not settled
      }
      expect(first.state).toBe(where === 'OSS' ? how.state : `${given.state.store.name}/state`);
      const { summary, outcomes } = await importAndCollect(rows(18), how);
      expect(summary).toMatchObject({ supplied: 18, succeeded: 18, tasks: 5 });
      expect(numbers(outcomes)).toEqual(
        numbers(outcomes.filter(({ productId }) => Number(productId?.slice(1)) >= 4)),
      );
      expect(outcomes).toHaveLength(14);
      if (where === 'OSS') return;
      const lines = await readFile(join(given.state.store.name, 'state', 'imported.jsonl'), 'utf8');
      expect(lines.split('\n')).toHaveLength(18 + 1);
    },
  );

  it('hangs no listener of each object that is removed in the end on the signal that was given', async () => {
    const [how, { signal }] = [options(), new AbortController()];
    let most = 0;
    const { store } = how.state;
    const remove = store.delete.bind(store);
    store.delete = async (key, given) => {
      given?.signal?.addEventListener('abort', () => {}); // as a call of OSS does while it is on its way
      most = Math.max(most, getEventListeners(signal, 'abort').length);
      await remove(key, given);
    };
    await importAndCollect(rows(40), { ...how, linesPerTask: 2, signal });
    expect(most).toBeLessThan(10); // of more, Node warns
  });

  it('is named by its place in the store where another import is continued', async () => {
    const how = { ...options(), state: `oss://${emulator.bucketName}/own-${imports}` };
    await importAndCollect(rows(2), how);
    for (const [given, more] of [
      [rows(3), {}],
      [rows(2), { limits: '2020' }],
    ] as const)
      expect(String(await rejection(importAndCollect(given, { ...how, ...more })))).toMatch(
        /^RangeError: Cannot continue the import in "oss:\/\/[^"]+\/own-\d+" as it is another one/,
      );
  });

  it('is refused while another process coordinates it', async () => {
    const how = options({ leaseMs: 600 });
    const first = new CatalogueImport(rows(3), how)[Symbol.asyncIterator]();
    await first.next();
    try {
      const second = await failureOf(importAndCollect(rows(3), { ...how, leaseMs: 60_000 }));
      expect(second).toMatchObject({ code: 'STATE_TAKEN' });
      expect(second.message).toMatch(/one process at a time may have the state .*: process \d+ on /);
    } finally {
      await first.return();
    }
  });

  it('is taken over when its coordinator is silent for the time of its lease', async () => {
    const how = options({ leaseMs: 500 });
    const dead = { id: 'x', host: 'gone', pid: 1, renewals: 7 };
    await how.state.store.put('state/lease/00000003.json', Buffer.from(JSON.stringify(dead)));
    const { summary } = await importAndCollect(rows(3), how);
    expect(summary).toMatchObject({ succeeded: 3 });
    expect((await keysOf(how.state)).filter((key) => key.startsWith('lease/'))).toEqual([
      'lease/00000004.json',
    ]);
  });

  it('ends with STATE_TAKEN when another process has written to its journal', async () => {
    const how = options();
    const importing = new CatalogueImport(rows(9), how);
    const consume = async () => {
      for await (const _ of importing) {
        const records = (await keysOf(how.state)).filter((key) => key.startsWith('journal/')).length;
        const next = `state/journal/${String(records + 1).padStart(8, '0')}.json`;
        await how.state.store.put(next, Buffer.from('{"fence":99,"fact":{"taken":99},"id":"x"}'));
      }
    };
    expect(await failureOf(consume())).toMatchObject({ code: 'STATE_TAKEN' });
  });

  it('starts no task when another process has taken over since the intent to start it was noted', async () => {
    const how = options();
    takenOverAfter('"intent":{', how.state);
    const failure = await failureOf(importAndCollect(rows(3), how));
    expect(failure).toMatchObject({ code: 'STATE_TAKEN' });
    const { Increments } = await listData(emulator, { PageSize: '100' });
    const folders = Increments.Instance.map(({ Path }) => Path);
    expect(folders.some((path) => path.includes(`import-${imports}`))).toBe(false);
  });

  it('puts no increment.meta in its place when another process has taken over', async () => {
    const how = options();
    takenOverAfter('"prepared":', how.state);
    expect(await failureOf(importAndCollect(rows(3), how))).toMatchObject({ code: 'STATE_TAKEN' });
    const bucket = storeOf(emulator);
    try {
      expect(await bucket.head(`import-${imports}/increment.meta`)).toBeUndefined();
    } finally {
      bucket.close();
    }
  });

  it('refuses a local folder of other things', async () => {
    const failure = await rejection(importAndCollect(rows(1), options({ localState: imagesDir() })));
    expect(String(failure)).toMatch(/'localState' must be an empty folder/);
  });

  it('takes images as files, URLs and objects alone', async () => {
    const entry = { productId: 'P', picName: 'a.jpg', image: Buffer.from('bytes') };
    const failure = await rejection(importAndCollect([entry], options()));
    expect(String(failure)).toMatch(/1 entries bring theirs as bytes/);
  });

  it('keeps a copy in the folder that is named, and continues from a store that has gone further', async () => {
    const localState = join(folder, 'copy');
    const how = options({ localState });
    const stopped = new CatalogueImport(rows(9), how);
    for await (const _ of stopped) break;
    expect(await readdir(localState)).toContain('journal.jsonl');
    for await (const { productId } of new CatalogueImport(rows(9), { ...how, localState: undefined }))
      if (productId === 'P5') break;
    const { summary } = await importAndCollect(rows(9), how);
    expect(summary).toMatchObject({ succeeded: 9, tasks: 3 });
    expect((await readFile(join(localState, 'imported.jsonl'), 'utf8')).split('\n')).toHaveLength(9 + 1);
  });

  it.each([
    { state: 'some-folder', localState: 'x', rule: /'localState' needs a 'state' in a store/ },
    { state: 'oss://bucket-1', rule: /root of a store/ },
    { state: { store: {}, prefix: 'x' }, rule: /no putIfAbsent/ },
    { state: undefined, run: () => [], rule: /'run' needs a 'state' in a store/ },
  ])('is refused before anything is read when an option is wrong: $rule', ({ rule, ...wrong }) => {
    expect(() => new CatalogueImport(rows(1), options(wrong as never))).toThrow(rule);
  });
});

it('an emulated bucket holds no object twice for a state', async () => {
  const store = storeOf(emulator);
  try {
    expect(await store.putIfAbsent('once', Buffer.from('a'))).toMatchObject({ key: 'once' });
    expect(await store.putIfAbsent('once', Buffer.from('b'))).toBeUndefined();
    expect((await store.read('once', { offset: 0, length: 9 })).bytes).toEqual(Buffer.from('a'));
  } finally {
    store.close();
  }
});
