import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { type CatalogueEntry, type ImportProgress, importCatalogue } from '../../src/index.ts';
import { listData } from '../support/rpc-call.ts';
import { importAndCollect, into, quickEmulator } from './import-test-bed.ts';

const [ENTRIES, SHARDS] = [8, 4];

const catalogue: readonly CatalogueEntry[] = Array.from({ length: ENTRIES }, (_, n) => ({
  ...{ productId: `P${n}`, image: `${n}.png` },
}));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bounded-state-'));
  const picture = await makeImage({ format: 'png', width: 120, height: 100 });
  for (let n = 0; n < ENTRIES; n++) await writeFile(join(folder, `${n}.png`), picture);
});
afterAll(() => rm(folder, { recursive: true }));

/** What the intents of a journal name, one after the other. */
async function namedIn(state: string): Promise<string[]> {
  const journal = await readFile(join(state, 'journal.jsonl'), 'utf8');
  return [...journal.matchAll(/"before":\[([^\]]*)\]/g)].flatMap(([, ids = '']) =>
    ids === '' ? [] : ids.split(','),
  );
}

describe('the state of an import', () => {
  it('names each earlier task of the folder once, and has no file of a settled shard, when it is stopped late', async () => {
    await using emulator = await quickEmulator();
    const options = { ...into(emulator), images: folder, linesPerTask: ENTRIES / SHARDS };
    await importAndCollect(catalogue, options); // its tasks are of the same folder
    const state = join(folder, 'state');
    const stop = new AbortController();
    const onProgress = ({ stage, taskId }: ImportProgress) => {
      if (stage === 'verifying' && taskId === String(2 * SHARDS)) stop.abort(new Error('enough'));
    };
    const stopped = importCatalogue(catalogue, { ...options, state, signal: stop.signal, onProgress });
    await expect(stopped).rejects.toThrow('enough');
    const earlier = Array.from({ length: SHARDS }, (_, n) => `"${n + 1}"`);
    expect((await namedIn(state)).toSorted()).toEqual(earlier);
    const ofShards = (await readdir(join(state, 'shards'))).filter((name) => /^\d/.test(name));
    expect(new Set(ofShards.map((name) => Number.parseInt(name, 10)))).toEqual(new Set([SHARDS]));

    const { summary } = await importAndCollect(catalogue, { ...options, state });
    expect(summary).toMatchObject({ supplied: ENTRIES, succeeded: ENTRIES, tasks: SHARDS });
    expect((await listData(emulator, { PageSize: '100' })).Increments.Instance).toHaveLength(2 * SHARDS);
  });
});
