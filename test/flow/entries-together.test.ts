import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { type CatalogueEntry, importCatalogue } from '../../src/index.ts';
import { importAndCollect, into, makeSamples, quickEmulator, storeOf } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: string;
beforeAll(async () => {
  samples = await makeSamples();
  image = samples.rows.find(({ expected }) => expected === 'accepted')?.image ?? '';
});
afterAll(() => samples[Symbol.asyncDispose]());
afterEach(() => void vi.unstubAllEnvs());

const named = (picture: string) => `${picture}${image.slice(image.lastIndexOf('.'))}`;
const add = (productId: string, picture: string, customContent = 'new:1'): CatalogueEntry => ({
  productId,
  image,
  picName: named(picture),
  customContent,
});
const remove = (productId: string, picture?: string): CatalogueEntry => ({
  operationType: 'DELETE',
  productId,
  ...(picture !== undefined && { picName: named(picture) }),
});

/** What the gallery holds, as `product picture content`. */
const held = (emulator: Emulator) =>
  emulator
    .gallery()
    .map(({ ProductId, PicName, CustomContent }) => `${ProductId} ${PicName.split('.')[0]} ${CustomContent}`)
    .toSorted();

/** Imports entries into a gallery that holds images a and b of product 1, and tells what became of each line. */
async function imported(...entries: CatalogueEntry[]) {
  await using emulator = await quickEmulator();
  const options = { ...into(emulator), images: samples.dir, allowProductDeletes: true };
  await importCatalogue([add('1', 'a', 'old:1'), add('1', 'b', 'old:1')], options);
  expect(held(emulator)).toEqual(OLD);
  const { summary, outcomes } = await importAndCollect(entries, {
    ...options,
    to: into(emulator, 'second').to,
  });
  const told = outcomes
    .toSorted((one, other) => one.place.line - other.place.line)
    .map(({ status, issues }) => [status, ...issues.map(({ code }) => code)].join(' '));
  const store = storeOf(emulator);
  const isUploaded = (await store.head(`second/${named('a')}`)) !== undefined;
  store.close();
  return { told, summary, gallery: held(emulator), isUploaded, outcomes };
}

const OLD = ['1 a old:1', '1 b old:1'];
const WHOLE = 'CATALOGUE_PRODUCT_DELETE META_DELETE_WHOLE_PRODUCT';

describe.concurrent('importCatalogue()', () => {
  it('leaves a DELETE out and imports the new image when an image is deleted and then added', async () => {
    const { told, summary, gallery, outcomes } = await imported(
      remove('1', 'a'),
      remove('2', 'x'),
      add('1', 'a'),
    );
    expect(told).toEqual(['skipped META_DELETE_BEFORE_ADD', 'deleted', 'imported']);
    expect(outcomes.find(({ status }) => status === 'skipped')?.issues[0]?.message).toContain(
      'added in line 3',
    );
    expect(gallery).toEqual(['1 a new:1', '1 b old:1']);
    expect(summary).toMatchObject({
      supplied: 3,
      accepted: 3,
      refused: 0,
      skipped: 1,
      submitted: 2,
      succeeded: 2,
    });
  });

  it.each<[string, () => CatalogueEntry[], string[]]>([
    [
      'has an image that is too small',
      () => [remove('1', 'a'), { ...add('1', 'a'), image: 'side-99.jpg', picName: named('a') }],
      ['refused REPLACEMENT_NOT_DONE META_DELETE_BEFORE_ADD', 'refused'],
    ],
    [
      'has no image',
      () => [remove('1', 'a'), { ...add('1', 'a'), image: 'nowhere.jpg' }],
      ['refused REPLACEMENT_NOT_DONE META_DELETE_BEFORE_ADD', 'refused IMAGE_MISSING'],
    ],
    [
      'is refused, as its product is deleted after it',
      () => [remove('1', 'a'), add('1', 'a'), remove('1')],
      [
        'refused REPLACEMENT_NOT_DONE META_DELETE_BEFORE_ADD',
        'refused META_ADD_AND_DELETE_PRODUCT',
        `refused ${WHOLE} META_ADD_AND_DELETE_PRODUCT`,
      ],
    ],
  ])(
    'refuses the DELETE, too, when the ADD that was to replace the image %s',
    async (_, rowsOf, expected) => {
      const rows = rowsOf();
      const { told, summary, gallery } = await imported(...rows);
      expect(told.map((one, n) => (expected[n]?.includes(' ') ? one : one.split(' ')[0]))).toEqual(expected);
      expect(gallery).toEqual(OLD);
      expect(summary).toMatchObject({
        supplied: rows.length,
        refused: rows.length,
        skipped: 0,
        submitted: 0,
      });
    },
  );

  it('refuses the DELETE when the service did not take the image that was to replace the old one', async () => {
    await using emulator = await quickEmulator({
      failImage: ({ picName }) => (picName === named('a') ? 'InternalOssError' : undefined),
    });
    const { summary, outcomes } = await importAndCollect([remove('1', 'a'), add('1', 'a'), add('1', 'c')], {
      ...into(emulator),
      images: samples.dir,
    });
    const codes = outcomes.map(({ place, status, issues }) => [place.line, status, issues[0]?.code]);
    expect(codes.toSorted()).toEqual([
      [1, 'refused', 'REPLACEMENT_NOT_DONE'],
      [2, 'failed', 'InternalOssError'],
      [3, 'imported', undefined],
    ]);
    expect(summary).toMatchObject({ supplied: 3, accepted: 2, refused: 1, submitted: 2, failed: 1 });
  });

  it('does nothing for an image that is added and then deleted, and imports the rest', async () => {
    const { told, summary, gallery, isUploaded } = await imported(
      ...[add('1', 'a'), add('1', 'c'), remove('1', 'a'), add('1', 'a')],
    );
    const contradiction = 'refused META_ADD_AND_DELETE';
    expect(told).toEqual([contradiction, 'imported', contradiction, contradiction]);
    expect(gallery).toEqual([...OLD, '1 c new:1']);
    expect(isUploaded).toBe(false);
    expect(summary).toMatchObject({ supplied: 4, accepted: 1, refused: 3, skipped: 0, submitted: 1 });
  });

  it('takes the first of two entries of one image, and says which line the later one repeats', async () => {
    const { told, gallery, outcomes } = await imported(
      add('1', 'a'),
      add('1', 'c'),
      add('1', 'a', 'other:1'),
    );
    expect(told).toEqual(['imported', 'imported', 'refused META_DUPLICATE']);
    expect(outcomes.find(({ status }) => status === 'refused')?.issues[0]?.message).toContain(
      'in line 1 already',
    );
    expect(gallery).toEqual(['1 a new:1', '1 b old:1', '1 c new:1']);
  });

  it('deletes an image once and warns when it is deleted twice', async () => {
    const { told, gallery } = await imported(remove('1', 'a'), remove('1', 'a'));
    expect(told).toEqual(['deleted', 'deleted META_DELETE_TWICE']);
    expect(gallery).toEqual(['1 b old:1']);
  });

  it('deletes a product in one task and adds its images in the next when it is deleted and gets images', async () => {
    const { told, summary, gallery } = await imported(remove('1'), add('1', 'a'), add('1', 'c'));
    const replaced = 'META_PRODUCT_REPLACED';
    expect(told).toEqual([`deleted ${WHOLE} ${replaced}`, `imported ${replaced}`, `imported ${replaced}`]);
    expect(gallery).toEqual(['1 a new:1', '1 c new:1']);
    expect(summary).toMatchObject({ supplied: 3, refused: 0, submitted: 3, tasks: 2 });
  });

  it('leaves a DELETE out when its product is deleted before and its image added after it', async () => {
    const { told, summary, gallery } = await imported(remove('1'), remove('1', 'a'), add('1', 'a'));
    const replaced = 'META_PRODUCT_REPLACED';
    expect(told).toEqual([
      `deleted ${WHOLE} ${replaced}`,
      'skipped META_DELETE_BEFORE_ADD',
      `imported ${replaced}`,
    ]);
    expect(gallery).toEqual(['1 a new:1']);
    expect(summary).toMatchObject({ skipped: 1, submitted: 2, tasks: 2 });
  });

  it('does nothing for a product that gets images and is then deleted', async () => {
    const { told, gallery, isUploaded } = await imported(add('1', 'a'), remove('1'), add('1', 'c'));
    const refused = 'META_ADD_AND_DELETE_PRODUCT';
    expect(told).toEqual([`refused ${refused}`, `refused ${WHOLE} ${refused}`, `refused ${refused}`]);
    expect(gallery).toEqual(OLD);
    expect(isUploaded).toBe(false);
  });

  it('deletes a product beside single images of it', async () => {
    const { told, gallery } = await imported(remove('1', 'a'), remove('1'), add('2', 'a'));
    expect(told).toEqual(['deleted', `deleted ${WHOLE}`, 'imported']);
    expect(gallery).toEqual(['2 a new:1']);
  });

  it('leaves entries out of the comparison when they are refused alone', async () => {
    const broken = { ...add('1', 'a'), intAttr: 2 ** 40 };
    const { told, gallery } = await imported(remove('1', 'a'), broken, add('1', 'b'));
    expect(told).toEqual(['deleted', expect.stringMatching(/^refused META_/), 'imported']);
    expect(gallery).toEqual(['1 b new:1']);
  });

  it('refuses a region that is no plain data like any other, and imports the rest', async () => {
    const region: Record<string, unknown> = { x1: 1n };
    region['self'] = region;
    const { told } = await imported({ ...add('1', 'a'), region: region as never }, add('1', 'b'));
    expect(told).toEqual(['refused META_WRONG_TYPE', 'imported']);
  });
});

it.each([
  ['aborted', (stop: AbortController, reason: Error) => stop.abort(reason), undefined],
  [
    'rejected by the catalogue',
    (_: AbortController, reason: Error) => Promise.reject(reason),
    'The iterator of the catalogue threw after entry 300: enough',
  ],
])('importCatalogue() leaves nothing behind when %s while entries are planned', async (_, end, message) => {
  await using emulator = await quickEmulator();
  const temporary = await mkdtemp(join(tmpdir(), 'planning-leaves-'));
  vi.stubEnv('TMPDIR', temporary);
  const stop = new AbortController();
  const reason = new Error('enough');
  const rows = (async function* () {
    for (let n = 0; ; n++) {
      if (n === 300) await end(stop, reason);
      yield add('1', `${n}`);
    }
  })();
  const options = { ...into(emulator), images: samples.dir, signal: stop.signal };
  const error: unknown = await importCatalogue(rows, options).catch((thrown: unknown) => thrown);
  expect(message === undefined ? error : (error as Error).cause).toBe(reason);
  if (message !== undefined) expect(error).toMatchObject({ message });
  expect(await readdir(temporary)).toEqual([]);
  const store = storeOf(emulator);
  expect(await store.head(`spring/${named('0')}`)).toBeUndefined();
  store.close();
  await rm(temporary, { recursive: true });
});
