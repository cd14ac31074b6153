import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  type EntryOutcome,
  type ImportOptions,
  importCatalogue,
  type OpenSource,
  openObjectSource,
  readCatalogue,
} from '../../src/index.ts';
import { all } from '../support/items.ts';
import {
  errorCodes,
  importAndCollect,
  into,
  makeSamples,
  quickEmulator,
  storeOf,
} from './import-test-bed.ts';
import { type FilledSource, fillSource, SOURCE_KINDS } from './transfer-sources.ts';

let work: string;
let samples: Awaited<ReturnType<typeof makeSamples>>;
let images: ReadonlyMap<string, Uint8Array>;
/** What an import from the folder of samples tells, by product. */
let ofFolder: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'images-in-sources-'));
  samples = await makeSamples();
  const names = (await readdir(samples.dir)).filter((name) => !name.endsWith('.csv'));
  const read = async (name: string) => [`in/${name}`, await readFile(join(samples.dir, name))] as const;
  images = new Map(await Promise.all(names.map(read)));
  await using emulator = await quickEmulator();
  const { outcomes } = await importAndCollect(samples.path, { ...into(emulator), images: samples.dir });
  ofFolder = told(outcomes);
});
afterAll(async () => {
  await samples[Symbol.asyncDispose]();
  await rm(work, { recursive: true });
});

const productOf = (image: string) => samples.rows.find((row) => row.image === image)?.productId ?? '';

const told = (outcomes: readonly EntryOutcome[]) =>
  new Map(outcomes.map((one) => [one.productId ?? '', [one.status, ...errorCodes(one)]]));

/** Opens a source for a test; it is closed with what it is filled by. */
function opened({ address, options }: FilledSource): OpenSource & Disposable {
  const source = openObjectSource(address, options);
  return { ...source, [Symbol.dispose]: () => source.close() };
}

const refuse = async (options: object, emulator: Emulator) =>
  importCatalogue([], { ...into(emulator), images: '.', ...options } as ImportOptions).then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each(SOURCE_KINDS)('importCatalogue() of images in the source %s', (kind) => {
  it('tells of every entry what an import from a folder tells, and stores the same bytes', async () => {
    await using emulator = await quickEmulator();
    await using filled = await fillSource(kind, images, { emulator, work: await mkdtemp(join(work, 'of-')) });
    using from = opened(filled);
    const { summary, outcomes } = await importAndCollect(samples.path, {
      ...into(emulator),
      images: { source: from.source, prefix: 'in' },
    });
    // Of a URL whose server sends nothing, nobody knows that this is all.
    const empty = kind === 'urls' ? { [productOf('empty.jpg')]: ['refused', 'IMAGE_UNREADABLE'] } : {};
    expect(Object.fromEntries(told(outcomes))).toEqual({ ...Object.fromEntries(ofFolder), ...empty });
    const good = samples.rows.filter(({ expected }) => expected === 'accepted');
    expect(summary).toMatchObject({ supplied: samples.rows.length, succeeded: good.length });
    const store = storeOf(emulator);
    for (const { image } of good) {
      const { bytes } = await store.read(`spring/${image}`, { offset: 0, length: 9_000_000 });
      expect(Buffer.compare(bytes, images.get(`in/${image}`) ?? Buffer.of())).toBe(0);
    }
    store.close();
  });

  it('lists it as a catalogue whose entries are those of a folder', async () => {
    await using emulator = await quickEmulator();
    await using filled = await fillSource(kind, images, { emulator, work: await mkdtemp(join(work, 'of-')) });
    using from = opened(filled);
    const rows = readCatalogue({ source: from.source, prefix: 'in/', filter: { exclude: ['*half*'] } });
    const listed = (await all(rows)).map(({ entry }) => entry);
    const expected = await all(readCatalogue(samples.dir, { exclude: ['*half*'] }));
    const ids = (entries: readonly ({ readonly productId?: unknown } | null | undefined)[]) =>
      entries.map((entry) => String(entry?.productId)).toSorted();
    expect(ids(listed)).toEqual(ids(expected.map(({ entry }) => entry)));
    expect(rows.summary).toMatchObject({ lines: images.size, passedOver: { excluded: 2 } });
  });
});

describe('importCatalogue() of images in a bucket', () => {
  const entries = () => {
    const image = samples.rows.find(
      ({ image, expected }) => expected === 'accepted' && image.endsWith('.jpg'),
    )?.image;
    return [
      { productId: '1', image, customContent: 'shoe' },
      { productId: '2', image: `.\\${image}`, picName: 'two.jpg', customContent: 'shoe' },
      { productId: '3', image: `../${image}`, picName: 'three.jpg', customContent: 'shoe' },
    ];
  };

  it('has OSS copy them, so that increment.meta alone is put from here', async () => {
    await using emulator = await quickEmulator();
    await using filled = await fillSource('bucket', images, { emulator, work });
    using from = opened(filled);
    emulator.addFault({ service: 'oss', operation: 'PutObject', kind: 'unavailable', from: 2 });
    const { outcomes } = await importAndCollect(entries(), {
      ...{ ...into(emulator), patienceMs: 0 },
      images: { source: from.source, prefix: 'in' },
    });
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['imported', 'imported', 'refused']);
    expect(outcomes.flatMap(errorCodes)).toEqual(['UPLOAD_SOURCE_OUTSIDE']);
  });

  it('reads them whole by the direct route, and for a repair', async () => {
    await using emulator = await quickEmulator();
    await using filled = await fillSource('bucket', images, { emulator, work });
    using from = opened(filled);
    const given = { ...into(emulator), images: { source: from.source, prefix: 'in' } };
    const direct = await importAndCollect(entries().slice(0, 1), {
      ...given,
      route: 'direct',
      to: undefined,
    });
    expect(direct.summary).toMatchObject({ succeeded: 1 });
    const turned = [{ productId: '4', image: 'rotated.jpg' }];
    const repaired = await importAndCollect(turned, { ...given, repair: true });
    expect(repaired.outcomes[0]?.issues.map(({ code }) => code)).toContain('IMAGE_REPAIRED');
  });

  it('says in a dry run what would be sent, and sends nothing again that is there', async () => {
    await using emulator = await quickEmulator();
    await using filled = await fillSource('bucket', images, { emulator, work });
    using from = opened(filled);
    const given = { ...into(emulator), images: { source: from.source, prefix: 'in' } };
    const one = entries().slice(0, 1);
    const dry = await importAndCollect(one, { ...given, dryRun: true });
    expect(dry.summary.dryRun).toMatchObject({ ready: 1, send: { images: 1, bytes: 0 }, present: 0 });
    await importAndCollect(one, given);
    const { outcomes } = await importAndCollect(one, { ...given, skipUnchanged: true });
    expect(outcomes[0]).toMatchObject({ status: 'imported', stored: 'present' });
  });

  it('continues with the same source, and refuses another one', async () => {
    await using emulator = await quickEmulator();
    await using filled = await fillSource('bucket', images, { emulator, work });
    using from = opened(filled);
    const state = join(work, 'state');
    const given = { ...into(emulator), state };
    const first = await importAndCollect(entries(), {
      ...given,
      images: { source: from.source, prefix: 'in' },
    });
    const again = await importAndCollect(entries(), {
      ...given,
      images: { source: from.source, prefix: 'in/' },
    });
    expect(again.summary).toEqual(first.summary);
    const other = importAndCollect(entries(), { ...given, images: { source: from.source } });
    await expect(other).rejects.toThrow(/'images' was .*oss:\/\/.*\/in\//);
  });
});

describe('importCatalogue()', () => {
  it.each([
    [
      'a misspelt prefix',
      { images: { source: { list() {}, read() {} }, prefx: '' } },
      /did you mean 'prefix'/,
    ],
    ['a source that cannot list', { images: { source: { read() {} } } }, /must be an ObjectSource/],
    [
      'a filter of images that a catalogue names',
      { images: { source: { list() {}, read() {} }, filter: {} } },
      /has no option "filter"/,
    ],
    [
      'workers, which cannot open the source',
      {
        images: { source: { name: 's3://shop', list() {}, read() {} } },
        ...{ run: async function* () {}, state: 'oss://emulated/state' },
      },
      /workers have no way to s3:\/\/shop/,
    ],
  ])('throws a TypeError for %s', async (_, options, message) => {
    await using emulator = await quickEmulator();
    const error = await refuse(options, emulator);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(message);
  });
});
