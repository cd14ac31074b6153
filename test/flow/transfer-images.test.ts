import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  FolderStore,
  ImageTransfer,
  ImportStopped,
  listKeptWork,
  type OssStore,
  type TransferOptions,
  type TransferOutcome,
  transferImages,
  UrlListSource,
} from '../../src/index.ts';
import type { ObjectSource, ObjectStore } from '../../src/shared/objects/object-store.ts';
import { rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { all } from '../support/items.ts';
import { quickEmulator, storeOf } from './import-test-bed.ts';

let folder: string;
let good: Uint8Array;
let emulator: Emulator;
let store: OssStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transfer-'));
  good = await makeImage({ format: 'png', width: 120, height: 100 });
  emulator = await quickEmulator();
  store = storeOf(emulator);
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  store.close();
  await emulator.close();
  await rm(folder, { recursive: true });
});

/** A new folder of these files. */
async function photos(files: Readonly<Record<string, Uint8Array | string>>): Promise<FolderStore> {
  const root = await mkdtemp(join(folder, 'photos-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return new FolderStore(root);
}

const newState = async () => join(await mkdtemp(join(folder, 'state-')), 'state');

async function transfer(source: ObjectSource, options: TransferOptions = {}, target: ObjectStore = store) {
  const outcomes: TransferOutcome[] = [];
  const clock = new FakeClock({ auto: true });
  const onOutcome = (outcome: TransferOutcome) => void outcomes.push(outcome);
  const summary = await transferImages(source, target, { clock, onOutcome, ...options });
  return { summary, outcomes };
}

const keysIn = async (from: ObjectStore, prefix = '') =>
  (await all(from.list(prefix))).map(({ key }) => key).toSorted();

/** A source that notes every read. */
const noted = (source: ObjectStore) => {
  const reads: { readonly key: string; readonly offset: number; readonly length: number }[] = [];
  const read: ObjectStore['read'] = (key, range, options) => {
    reads.push({ key, ...range });
    return source.read(key, range, options);
  };
  return { reads, source: { name: source.name, list: source.list.bind(source), read } };
};

describe('transferImages()', () => {
  it('sends the good images of a folder, refuses the others, and counts what is no image', async () => {
    const source = await photos({
      ...{ 'a.png': good, 'sub/b.png': good, 'broken.png': good.subarray(0, 40), 'Thumbs.db': 'x' },
      ...{ '.hidden/c.png': good, noextension: good },
    });
    const { summary, outcomes } = await transfer(source, { prefix: '/spring/' });
    expect(summary).toMatchObject({ listed: 6, sent: 2, present: 0, refused: 2, failed: 0, leftOut: 2 });
    expect(summary.bytes).toBe(2 * good.length);
    expect(await keysIn(store)).toEqual(['spring/a.png', 'spring/sub/b.png']);
    const refused = outcomes.filter(({ status }) => status === 'refused');
    expect(refused.map(({ source: key, issues }) => [key, issues[0]?.code])).toEqual([
      ['broken.png', expect.stringMatching(/^IMAGE_/)],
      ['noextension', 'META_PIC_NAME_EXTENSION'],
    ]);
  });

  it('sends the images of a folder that was named, though its own name begins with a dot', async () => {
    for (const key of ['.cache/in/a.png', '.cache/in/.thumbs/b.png']) await store.put(key, good);
    const { summary } = await transfer(store, { sourcePrefix: '.cache/in/', prefix: 'out' });
    expect(summary).toMatchObject({ listed: 2, sent: 1, leftOut: 1 });
    expect(await keysIn(store, 'out')).toEqual(['out/a.png']);
  });

  it('refuses a key with the dots of a path, and does not take it for a hidden file', async () => {
    const from = await photos({});
    const keys = ['in/../up.png', 'in/./here.png'];
    const list = async function* () {
      for (const key of keys) yield { key, bytes: good.length, etag: undefined };
    };
    const source = { name: 'keys', list, read: from.read.bind(from) };
    const { summary, outcomes } = await transfer(source);
    expect(summary).toMatchObject({ listed: 2, refused: 2, leftOut: 0 });
    expect(outcomes.map(({ issues }) => issues[0]?.code)).toEqual([
      'META_PIC_NAME_PATH',
      'META_PIC_NAME_PATH',
    ]);
  });

  it('checks an image of a far store by ranged reads, then reads the rest, and not the rest of what it refuses', async () => {
    const from = await photos({});
    const large = await makeImage({ format: 'png', width: 500, height: 400 }); // more than is read at first
    const tooSmall = await makeImage({ format: 'png', width: 90, height: 4_000 });
    await from.put('in/large.png', large);
    await from.put('in/small.png', tooSmall);
    const { reads, source } = noted(from);
    const { summary } = await transfer(source, { sourcePrefix: 'in/' });
    expect(summary).toMatchObject({ listed: 2, sent: 1, refused: 1 });
    expect(await keysIn(store)).toEqual(['large.png']);
    const of = (name: string) => reads.filter(({ key }) => key === `in/${name}`);
    const [start] = of('large.png');
    expect(start?.length).toBeLessThan(large.length);
    expect(of('large.png').at(-1)).toMatchObject({ offset: start?.length }); // between them, its end was looked at
    expect(of('small.png').reduce((sum, { length }) => sum + length, 0)).toBeLessThan(tooSmall.length);
  });

  it('reads a local file once', async () => {
    const source = await photos({ 'a.png': good });
    let opened = 0;
    const read = source.read.bind(source);
    source.read = (...args) => {
      opened += 1;
      return read(...args);
    };
    await transfer(source);
    expect(opened).toBe(1);
  });

  it('continues after its reader has left, sends nothing again, and tells the last outcome once more', async () => {
    const source = await photos(Object.fromEntries([...'abcdef'].map((name) => [`${name}.png`, good])));
    const state = await newState();
    const sent: string[] = [];
    const target: ObjectStore = {
      ...{
        name: store.name,
        bucket: store.bucket,
        head: store.head.bind(store),
        list: store.list.bind(store),
      },
      ...{ read: store.read.bind(store), delete: store.delete.bind(store) },
      put: (key, content, options) => {
        sent.push(key);
        return store.put(key, content, options);
      },
    };
    const first: string[] = [];
    for await (const { source: key } of new ImageTransfer(source, target, { state, concurrency: 1 })) {
      first.push(key);
      if (first.length === 3) break;
    }
    const { summary, outcomes } = await transfer(source, { state, concurrency: 1 }, target);
    expect(summary).toMatchObject({ listed: 6, sent: 6 });
    expect(outcomes.map(({ source: key }) => key)).toEqual(['c.png', 'd.png', 'e.png', 'f.png']);
    const again = sent.filter((key, n) => sent.indexOf(key) !== n);
    expect(again.filter((key) => first.includes(key))).toEqual([]);
    const filed = (await readFile(join(state, 'outcomes.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(filed.map((line) => (JSON.parse(line) as TransferOutcome).source)).toEqual(
      [...'abcdef'].map((name) => `${name}.png`),
    );
  });

  it('lists anew when it was over, and sends what is new, changed or had failed', async () => {
    const source = await photos({ 'a.png': good, 'b.png': good, 'c.png': good, 'd.png': good });
    const state = await newState();
    const failing = { ...source, name: source.name, list: source.list.bind(source) };
    const read: ObjectStore['read'] = (key, ...others) =>
      source.read(key === 'b.png' ? 'gone.png' : key, ...others);
    const first = await transfer({ ...failing, read }, { state, prefix: 'out' });
    expect(first.summary).toMatchObject({ listed: 4, sent: 3, failed: 1 });
    const other = await makeImage({ format: 'png', width: 130, height: 100 });
    await source.put('c.png', other);
    await source.put('e.png', good);
    await source.delete('d.png');
    const budget = { state, prefix: 'out', concurrency: 1, maxBytes: 1 };
    const stopped = await rejection(transfer(source, budget)); // it can end early, and goes on
    expect(stopped).toMatchObject({ code: 'MAX_BYTES_REACHED', state, settled: 2 });
    const again = await transfer(source, { state, prefix: 'out', concurrency: 1 });
    expect(again.summary).toMatchObject({ listed: 4, sent: 3, present: 1, failed: 0 });
    const filed = (await readFile(join(state, 'outcomes.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(filed.map((line) => (JSON.parse(line) as TransferOutcome).status)).toEqual(
      ['present', 'sent', 'sent', 'sent'], // a, b, c, e
    );
    expect((await store.head('out/c.png'))?.bytes).toBe(other.length);
    const [work] = await all(listKeptWork(state));
    expect(work).toMatchObject({ status: 'over', planned: 4, settled: 4 });
  });

  it('refuses a state of another upload', async () => {
    const source = await photos({ 'a.png': good });
    const state = await newState();
    await transfer(source, { state });
    await expect(transfer(source, { state, prefix: 'x' })).rejects.toThrow(
      /Cannot continue the upload in .* as it is another one: 'prefix' was "": current value is "x"/,
    );
  });

  it.each<[string, TransferOptions, boolean]>([
    ['a folder in the source', { sourcePrefix: 'in/', prefix: 'in/out' }, false],
    ['a folder in the source, which is left out', { prefix: 'out', filter: { exclude: ['out/**'] } }, true],
    ['the source itself', { sourcePrefix: 'in/', prefix: 'in' }, true],
    ['the source itself, by other keys', { sourcePrefix: 'in/', prefix: 'in', keys: 'hashed' }, false],
    ['a folder beside the source', { sourcePrefix: 'in/', prefix: 'inside' }, true],
  ])(
    'takes %s as the target, or throws where each upload would send more: %j',
    async (_, options, isTaken) => {
      await store.put('in/a.png', good);
      if (isTaken) expect((await transfer(store, options)).summary.failed).toBe(0);
      else
        await expect(transfer(store, options)).rejects.toThrow(
          /lies in the source.*leave it out by 'filter'/,
        );
    },
  );

  it.each([
    ['folder', (path: string) => new FolderStore(path)],
    ['list of URLs', (path: string) => new UrlListSource(path)],
  ])('takes a %s for the same by its place, however its path is written', async (_, open) => {
    const { name: root } = await photos({ 'list.txt': 'http://127.0.0.1:1/a.png\n' });
    const path = open(root) instanceof FolderStore ? root : join(root, 'list.txt');
    const state = await newState();
    await transfer(open(relative(process.cwd(), path)), { state });
    await transfer(open(path), { state });
    const [work] = await all(listKeptWork(state));
    expect(work?.source).toContain(path); // from another folder, the relative path is another place
  });

  it('ends resumable when its bytes or its minutes are used up, and says how to go on', async () => {
    const source = await photos(Object.fromEntries([...'abcde'].map((name) => [`${name}.png`, good])));
    const state = await newState();
    const budget = { state, concurrency: 1, maxBytes: good.length };
    const stopped = await rejection(transfer(source, budget));
    expect(stopped).toBeInstanceOf(ImportStopped);
    expect(stopped).toMatchObject({ code: 'MAX_BYTES_REACHED', state, settled: 1 });
    expect(String(stopped)).toContain('1 images are done and 4 are left');
    // A second's worth goes out at once, and one more image before the first wait.
    const slow = { state, concurrency: 1, bytesPerSecond: good.length, maxMinutes: 1 / 60 };
    expect(await rejection(transfer(source, slow))).toMatchObject({
      code: 'MAX_MINUTES_REACHED',
      settled: 4,
    });
    expect((await transfer(source, { state, concurrency: 1 })).summary).toMatchObject({ sent: 5 });
  });

  it('does not send what the target holds with the same content when that is wanted', async () => {
    const source = await photos({ 'a.png': good, 'b.png': good });
    await store.put('a.png', good);
    await store.put('b.png', new Uint8Array(good.length));
    const { summary, outcomes } = await transfer(source, { skipUnchanged: true });
    expect(summary).toMatchObject({ sent: 1, present: 1 });
    expect(outcomes.map(({ status }) => status)).toEqual(['present', 'sent']);
  });

  it('overwrites nothing with putIfAbsent, and knows an image that it has sent before', async () => {
    const source = await photos({ 'a.png': good, 'b.png': good, 'c.png': good });
    await store.put('a.png', good);
    await store.put('b.png', Buffer.from('other'));
    const { summary, outcomes } = await transfer(source, { putIfAbsent: true });
    expect(summary).toMatchObject({ present: 1, refused: 1, sent: 1 });
    expect(outcomes[1]?.issues.map(({ code }) => code)).toContain('UPLOAD_KEY_EXISTS');
    const kept = await store.read('b.png', { offset: 0, length: 10 });
    expect(Buffer.from(kept.bytes).toString()).toBe('other');
  });

  it('refuses the second image of one key, and keys that Image Search does not take', async () => {
    const source = await photos({ 'x/a.png': good, 'y/a.png': good, 'z/b.png': good });
    const keys = (name: string) => (name === 'z/b.png' ? `${'n'.repeat(600)}.png` : name.slice(2));
    const { summary, outcomes } = await transfer(source, { keys });
    expect(summary).toMatchObject({ sent: 1, refused: 2 });
    expect(outcomes.map(({ issues }) => issues[0]?.code)).toEqual([
      undefined,
      'UPLOAD_KEY_TAKEN',
      'META_TOO_LONG',
    ]);
  });

  it('repairs what breaks a rule when that is wanted, and gives it a name that fits', async () => {
    const tooLarge = await makeImage({ format: 'png', width: 4_200, height: 200 });
    const source = await photos({ 'wide.png': tooLarge, 'named.jpg': good });
    const { summary, outcomes } = await transfer(source, { repair: true });
    expect(summary).toMatchObject({ sent: 2, refused: 0 });
    expect(outcomes.flatMap(({ issues }) => issues.map(({ code }) => code))).toContain('IMAGE_RENAMED');
    expect(await keysIn(store)).toEqual([expect.stringMatching(/^named\.jpg-\w{12}\.png$/), 'wide.png']);
  });

  it('says in a dry run what it would do, and writes nothing', async () => {
    const source = await photos({ 'a.png': good, 'b.png': good, 'broken.png': good.subarray(0, 40) });
    await store.put('b.png', good);
    const { summary, outcomes } = await transfer(source, { dryRun: true, megabitsPerSecond: 1e-3 });
    expect(summary).toMatchObject({ listed: 3, sent: 0, present: 1, refused: 1, bytes: 0 });
    expect(summary.dryRun).toEqual({
      ...{ ready: 1, copied: 0, bytes: good.length, seconds: Math.ceil((good.length * 8) / 1_000) },
      requests: { ListObjectsV2: 1, GetObject: 1, PutObject: 1 },
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['ready', 'present', 'refused']);
    expect(await keysIn(store)).toEqual(['b.png']);
  });

  it('counts what its filter leaves out', async () => {
    const source = await photos({ 'a.png': good, 'b.png': good });
    const { summary } = await transfer(source, { filter: ({ key }) => key !== 'b.png' });
    expect(summary).toMatchObject({ listed: 2, sent: 1, leftOut: 1 });
  });

  it('tells an image that is gone since it was listed as failed, and goes on', async () => {
    const source = await photos({ 'a.png': good, 'b.png': good });
    const gone: ObjectStore = await photos({ 'b.png': good });
    const { outcomes, summary } = await transfer({
      ...{ name: 'changing', list: source.list.bind(source) },
      read: gone.read.bind(gone),
    });
    expect(summary).toMatchObject({ sent: 1, failed: 1 });
    expect(outcomes[0]).toMatchObject({ status: 'failed', issues: [{ code: 'IMAGE_MISSING' }] });
    expect(outcomes[0]?.issues[0]?.message).toContain('a.png: there is no such object'); // where it was looked for
  });

  it('tells a file whose name is not UTF-8 as failed', async () => {
    const source = await photos({ 'a.png': good });
    await writeFile(
      Buffer.concat([Buffer.from(`${source.name}/b`), Buffer.from([0xe9]), Buffer.from('.png')]),
      good,
    );
    const { summary, outcomes } = await transfer(source);
    expect(summary).toMatchObject({ listed: 2, sent: 1, failed: 1 });
    expect(outcomes[1]).toMatchObject({ source: 'b\uFFFD.png', status: 'failed' });
    expect(outcomes[1]?.issues[0]?.message).toContain('its name is not UTF-8: rename the file');
  });

  it.each([
    [{ bandwidth: 1 } as TransferOptions, /has no option "bandwidth"/],
    [{ keys: 'flat' as 'paths' }, /'keys' must be one of paths, hashed/],
    [{ maxBytes: 0 }, /'maxBytes'/],
    [{ prefix: 1 as unknown as string }, /'prefix' must be a string/],
  ])('throws for the options %j before anything is read', (options, message) => {
    expect(() => new ImageTransfer(new FolderStore('nowhere'), store, options)).toThrow(message);
  });

  it('takes no state inside the folder that it uploads', () => {
    const state = join('photos', 'state');
    expect(() => new ImageTransfer(new FolderStore('photos'), store, { state })).toThrow(
      /'state' must be outside the source "photos"/,
    );
  });
});
