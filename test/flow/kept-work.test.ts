import { mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CatalogueImport,
  createIngester,
  FolderStore,
  importCatalogue,
  type KeptWork,
  listKeptWork,
  syncCatalogue,
  transferImages,
} from '../../src/index.ts';
import { Journal } from '../../src/shared/files/journal.ts';
import { all } from '../support/items.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { into, makeSamples, quickEmulator, storeOf } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

describe('listKeptWork()', () => {
  it('says of each folder what it is of, and that it is over', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const target = { ...into(emulator), images: samples.dir };
    const { supplied } = await importCatalogue(samples.path, { ...target, state: at('a') });
    await syncCatalogue(samples.path, { ...target, state: at('b') });
    await syncCatalogue({ undo: at('b') }, { ...target, state: at('c') });
    const store = storeOf(emulator);
    const sent = await transferImages(new FolderStore(samples.dir), store, { prefix: 'up', state: at('d') });
    store.close();
    const images = sent.listed - sent.leftOut;
    const { to, region, instance } = target;
    const common = { status: 'over', to, region, instance, changedAt: expect.any(Number) };
    const says: KeptWork[] = await all(listKeptWork(folder.path));
    expect(says).toMatchObject([
      {
        ...common,
        folder: at('a'),
        kind: 'import',
        source: samples.path,
        planned: supplied,
        settled: supplied,
      },
      { ...common, folder: at('b'), kind: 'sync', source: samples.path },
      { ...common, folder: at('c'), kind: 'undo', source: at('b') },
      {
        ...{ folder: at('d'), kind: 'upload', status: 'over', source: samples.dir },
        ...{ to: `oss://${emulator.bucketName}/up`, planned: images, settled: images },
      },
    ]);
    for (const { planned, settled } of says.slice(0, 3)) expect(settled).toBe(planned);
    expect(await all(listKeptWork(at('b')))).toEqual([says[1]]);
  });

  it('names the process that has a folder open, and afterwards the command that goes on', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const state = join(folder.path, 'shop.state');
    const columns = ['--column', 'Image=Image'];
    const commandLine = { source: [samples.path], columns, sync: [], options: ['--images', samples.dir] };
    const options = { ...into(emulator), images: samples.dir, state, linesPerTask: 2, commandLine };
    for await (const _ of new CatalogueImport(samples.path, options)) {
      expect(await all(listKeptWork(state))).toMatchObject([{ status: 'running', pid: process.pid }]);
      break;
    }
    const [{ status, pid, planned = 0, settled, command } = {} as KeptWork] = await all(listKeptWork(state));
    expect({ status, pid }).toEqual({ status: 'interrupted', pid: undefined });
    expect(settled).toBeLessThan(planned);
    expect(command).toEqual([
      ...['imagesearch-import', 'import', samples.path, '--column', 'Image=Image'],
      ...['--images', samples.dir, '--state', state],
    ]);
  });

  it('counts the entries that an ingester has taken and not brought in', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const state = join(folder.path, 'stream');
    const { clock: _, ...target } = into(emulator);
    const ingester = await createIngester({ ...target, images: samples.dir, state });
    const image = samples.path; // no image, so that it is refused
    const outcome = ingester.add({ operationType: 'ADD', productId: '1', picName: 'a.jpg', image });
    await expect
      .poll(async () => (await all(listKeptWork(state)))[0])
      .toMatchObject({ kind: 'ingester', status: 'running', waiting: 1 });
    await ingester.close();
    await outcome;
    expect(await all(listKeptWork(state))).toMatchObject([{ status: 'over', waiting: 0 }]);
  });

  it('says why a folder cannot be read, and goes on with the next one', async () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name, 'journal.jsonl');
    for (const [name, kind, version] of [
      ['newer', 'upload', 99] as const,
      ['other', 'shopping-list', 1] as const,
    ]) {
      await using journal = await Journal.open(at(name), { kind, version });
      await journal.replace([]);
    }
    mkdirSync(join(folder.path, 'cut'));
    writeFileSync(at('cut'), '{"journal":"imp');
    mkdirSync(join(folder.path, 'pictures'));
    await cp(samples.path, join(folder.path, 'journal.csv'));
    expect(await all(listKeptWork(folder.path))).toMatchObject([
      { status: 'unreadable', problem: expect.stringMatching(/cut.*must be the head of the journal/) },
      { status: 'unreadable', problem: expect.stringMatching(/the version of the journal must be 1/) },
      { status: 'unreadable', problem: expect.stringMatching(/"shopping-list", which is no import/) },
    ]);
  });

  it('rejects when there is no such folder', async () => {
    await expect(all(listKeptWork('no-such-folder'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
