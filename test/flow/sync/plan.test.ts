import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import { CatalogueSync, isImageSearchError, type SyncOptions } from '../../../src/index.ts';
import { logCalls } from '../../support/call-log.ts';
import { into, quickEmulator, storeOf } from '../import-test-bed.ts';
import {
  bedOfFile,
  entriesOf,
  entryOf,
  fill,
  galleryOf,
  imageOf,
  openSyncBed,
  syncAndCollect,
  wantedBy,
} from './sync-bed.ts';

const bed = bedOfFile();

const WRITING = ['IncreaseInstance', 'UpdateImage', 'DeleteImage', 'AddImage'];

describe('a dry run of syncCatalogue()', () => {
  it('changes nothing, says what would be done, and writes a plan that is carried out unchanged', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 30));
    const before = galleryOf(emulator);
    const catalogue = [...entriesOf(1, 29), entryOf(29, 2), ...entriesOf(30, 33)];
    const state = bed.newState();
    using calls = logCalls(emulator.imageSearchEndpoint);
    const dry = await syncAndCollect(catalogue, emulator, bed, {
      dryRun: true,
      state,
      deleteSuperfluous: true,
    });
    expect(galleryOf(emulator)).toEqual(before);
    expect(calls.operations.filter((one) => WRITING.includes(one))).toEqual([]);
    expect(dry.summary.plan.kinds).toMatchObject({ missing: 3, changed: 1, superfluous: 1 });
    expect(dry.summary.plan.samples.changed).toEqual([
      { productId: 'P29', picName: '29.png', fields: ['customContent', 'intAttr'] },
    ]);
    expect(dry.summary).toMatchObject({
      updated: 1,
      updateSeconds: 1,
      import: { dryRun: { ready: 4, tasks: 1 } },
    });
    expect(dry.outcomes.map(({ status }) => status)).toEqual(Array(5).fill('ready'));

    const plan = join(state, 'plan.jsonl');
    const { summary } = await syncAndCollect({ plan }, emulator, bed, { state: bed.newState() });
    expect(galleryOf(emulator)).toEqual(wantedBy(catalogue));
    expect(summary).toMatchObject({ updated: 1, updateSeconds: undefined, import: { succeeded: 4 } });
  });

  it('counts the calls of UpdateImage alone, and reads no image for them, when nothing else differs', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 30));
    const changed = entriesOf(0, 30, 2).map((entry) => ({ ...entry, image: 'away.png' }));
    const dry = (more: Partial<SyncOptions>) =>
      syncAndCollect(changed, emulator, bed, { dryRun: true, ...more });
    const { summary, outcomes } = await dry({});
    expect(summary).toMatchObject({ updated: 30, updateSeconds: 2, import: undefined });
    expect(outcomes.map(({ status }) => status)).toEqual(Array(30).fill('ready'));
    const again = await dry({ mostUpdates: 29 });
    expect(again.summary).toMatchObject({ updated: 0, updateSeconds: 0, import: { refused: 30 } });
  });

  it.each([
    ['the gallery has another image', () => [entryOf(77)], /PLAN_STALE/],
    ['a batch task has run', () => [entryOf(0, 5)], /PLAN_STALE/],
  ])('makes a plan that is refused once %s', async (_, more, code) => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 5));
    const state = bed.newState();
    await syncAndCollect(entriesOf(0, 7), emulator, bed, { dryRun: true, state });
    await fill(emulator, bed, more());
    const before = galleryOf(emulator);
    const carriedOut = syncAndCollect({ plan: join(state, 'plan.jsonl') }, emulator, bed);
    await expect(carriedOut).rejects.toSatisfy((error) => isImageSearchError(error) && code.test(error.code));
    expect(galleryOf(emulator)).toEqual(before);
  });

  it('makes a plan that is refused when it was changed, cut, or is of another folder', async () => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    await syncAndCollect(entriesOf(0, 3), emulator, bed, { dryRun: true, state });
    const text = await readFile(join(state, 'plan.jsonl'), 'utf8');
    const refusal = async (content: string, options: Partial<SyncOptions> = {}) => {
      const plan = bed.stateOf('changed-plan.jsonl');
      await writeFile(plan, content);
      return syncAndCollect({ plan }, emulator, bed, options);
    };
    await expect(refusal(text.replace('content 1', 'content 7'))).rejects.toThrow(/it was changed/);
    await expect(refusal(text.slice(text.indexOf('\n') + 1))).rejects.toThrow(/it was changed/);
    await expect(refusal(text.slice(0, text.lastIndexOf('{"plan"')))).rejects.toThrow(
      /its last line is missing/,
    );
    await expect(refusal(`${text}${text}`)).rejects.toThrow(/it goes on after its last line/);
    await expect(refusal(text, { to: `oss://${emulator.bucketName}/summer` })).rejects.toThrow(
      /'to' must be/,
    );
    const folder = syncAndCollect({ plan: state }, emulator, bed);
    await expect(folder).rejects.toThrow(/as it is a folder: name the plan.jsonl in it/);
    expect(emulator.gallery()).toEqual([]);
  });
});

describe('syncCatalogue()', () => {
  it('asks for each image with by: find, and then knows of no superfluous one', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 8));
    using calls = logCalls(emulator.imageSearchEndpoint);
    const { summary } = await syncAndCollect([...entriesOf(2, 7), entryOf(7, 2), entryOf(9)], emulator, bed, {
      by: 'find',
    });
    expect(summary.plan.kinds).toMatchObject({ missing: 1, changed: 1, superfluous: 0 });
    expect(calls.operations.filter((one) => one === 'CheckImageExists')).toHaveLength(7);
    expect(calls.operations).not.toContain('DumpMeta');
    expect(emulator.gallery()).toHaveLength(9);
  });

  it('tells an image that has another name as renamed when the bytes are equal, and only then', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, [...entriesOf(0, 30), entryOf(1, 1, { picName: 'back.png', image: '4.png' })]);
    const catalogue = [
      ...entriesOf(2, 30),
      entryOf(0, 1, { picName: 'new.png' }),
      entryOf(1, 1, { picName: 'other.png', image: '5.png' }),
      entryOf(1, 1, { picName: 'back.png', image: '4.png' }),
    ];
    const options = { deleteSuperfluous: true, maxDeletedShare: 0.1 };
    const { summary } = await syncAndCollect(catalogue, emulator, bed, options);
    expect(summary.plan.kinds).toMatchObject({ renamed: 1, missing: 1, superfluous: 2 });
    expect(summary.plan.samples.renamed).toEqual([
      { productId: 'P0', picName: 'new.png', otherName: '0.png' },
    ]);
    expect(galleryOf(emulator)).toEqual(wantedBy(catalogue));
  });

  it('adds images again whose files have changed since the previous sync, and those alone', async () => {
    await using emulator = await quickEmulator();
    await using own = await openSyncBed();
    const catalogue = entriesOf(0, 5);
    const first = own.stateOf('first');
    await syncAndCollect(catalogue, emulator, own, { state: first, compareImages: true });
    const quiet = own.stateOf('quiet');
    const second = await syncAndCollect(catalogue, emulator, own, { state: quiet, previous: first });
    expect(second.summary.plan.comparison).toMatchObject({ same: 5 });
    const path = join(own.images, imageOf(3));
    await writeFile(path, await makeImage({ format: 'png', width: 140, height: 120 }));
    await utimes(path, 1_700_000_000, 1_700_000_000);
    const { size } = await stat(path);
    const third = await syncAndCollect(catalogue, emulator, own, {
      state: own.stateOf('third'),
      previous: quiet,
    });
    expect(third.summary.plan.kinds).toMatchObject({ 'image changed': 1, missing: 0, changed: 0 });
    expect(third.outcomes.map(({ status, productId }) => [status, productId])).toEqual([['imported', 'P3']]);
    const bucket = storeOf(emulator);
    expect((await bucket.head('spring/3.png'))?.bytes).toBe(size);
    bucket.close();
  });

  it('adds an image again when UpdateImage is refused, and does not call it for more than mostUpdates', async () => {
    await using emulator = await quickEmulator();
    await fill(emulator, bed, entriesOf(0, 4));
    emulator.addFault({ kind: 'expired', operation: 'UpdateImage', times: 'always' });
    const refused = await syncAndCollect(entriesOf(0, 4, 2), emulator, bed);
    expect(refused.summary).toMatchObject({ updated: 0, import: { succeeded: 4 } });
    using calls = logCalls(emulator.imageSearchEndpoint);
    const more = await syncAndCollect(entriesOf(0, 4, 3), emulator, bed, { mostUpdates: 3 });
    expect(more.summary).toMatchObject({ updated: 0, import: { succeeded: 4 } });
    expect(calls.operations).not.toContain('UpdateImage');
    expect(galleryOf(emulator)).toEqual(wantedBy(entriesOf(0, 4, 3)));
  });

  it('counts the entries of one image, of which the last one counts', async () => {
    await using emulator = await quickEmulator();
    const { summary } = await syncAndCollect([entryOf(1), entryOf(2), entryOf(1, 2)], emulator, bed);
    expect(summary.plan.comparison).toMatchObject({ supplied: 3, repeated: 1 });
    expect(galleryOf(emulator)).toEqual(wantedBy([entryOf(2), entryOf(1, 2)]));
  });

  it('continues with the same options alone, and tells nothing again once it is over', async () => {
    await using emulator = await quickEmulator();
    const state = bed.newState();
    const first = await syncAndCollect(entriesOf(0, 3), emulator, bed, { state });
    const again = await syncAndCollect(entriesOf(0, 3), emulator, bed, { state });
    expect(again.outcomes).toEqual([]);
    expect(again.summary).toEqual(first.summary);
    const other = syncAndCollect(entriesOf(0, 3), emulator, bed, { state, deleteSuperfluous: true });
    await expect(other).rejects.toThrow(/'deleteSuperfluous' was false: current value is true/);
  });

  it('can be iterated once, and has a summary in the end', async () => {
    await using emulator = await quickEmulator();
    const sync = new CatalogueSync([], { ...into(emulator), images: bed.images } as SyncOptions);
    expect(() => sync.summary).toThrow(/iterated to its end first/);
    for await (const _ of sync);
    expect(sync.summary.plan.lines).toBe(0);
    await expect(sync[Symbol.asyncIterator]().next()).rejects.toThrow(/iterated once/);
  });
});
