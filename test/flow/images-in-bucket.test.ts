import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { FaultRule } from '../../src/emulator/index.ts';
import type { CatalogueEntry, ImportOptions } from '../../src/index.ts';
import {
  errorCodes,
  importAndCollect,
  into,
  makeSamples,
  quickEmulator,
  storeOf,
} from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: Uint8Array;
beforeAll(async () => {
  samples = await makeSamples();
  image = await makeImage({ format: 'png', width: 300, height: 400 });
});
afterAll(() => samples[Symbol.asyncDispose]());

const BUCKET = 'oss://emulated-bucket';
/** The test stores one object and the import increment.meta: this lets the import store nothing else. */
const NO_MORE: FaultRule = { kind: 'unavailable', operation: 'PutObject', from: 3, times: 'always' };

/** Imports entries into a bucket that holds these objects already; tells what became of them and what the bucket has then. */
async function imported(
  objects: Readonly<Record<string, Uint8Array>>,
  entries: readonly CatalogueEntry[],
  { fault, ...options }: Partial<ImportOptions> & { fault?: FaultRule } = {},
) {
  await using emulator = await quickEmulator({ picNameBase: options.picNameBase, faults: fault && [fault] });
  const store = storeOf(emulator);
  try {
    for (const [key, bytes] of Object.entries(objects)) await store.put(key, bytes);
    const { summary, outcomes } = await importAndCollect(entries, {
      ...into(emulator),
      ...{ images: samples.dir },
      ...options,
    } as ImportOptions);
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    const contents = await Promise.all(
      keys.map((key) => store.read(key, { offset: 0, length: 10_000_000 }).then(({ bytes }) => bytes)),
    );
    const stored = Object.fromEntries(keys.map((key, n) => [key, contents[n]]));
    return { summary, outcomes, stored, gallery: emulator.gallery().map(({ PicName }) => PicName) };
  } finally {
    store.close();
  }
}

describe.concurrent('importCatalogue() of objects of its bucket', () => {
  it('sends nothing when an object lies where its PicName leads', async () => {
    const { summary, outcomes, gallery } = await imported(
      { 'spring/shoes/1.png': image },
      [{ productId: '1', image: `${BUCKET}/spring/shoes/1.png`, customContent: 'k:v' }],
      { fault: NO_MORE },
    );
    expect(outcomes.flatMap(({ issues }) => issues)).toEqual([]);
    expect(summary).toMatchObject({ succeeded: 1 });
    expect(gallery).toEqual(['shoes/1.png']);
  });

  it('sends nothing when picNameBase is the bucket', async () => {
    const { summary, gallery } = await imported(
      { 'spring/1.png': image },
      [{ productId: '1', image: `${BUCKET}/spring/1.png` }],
      { picNameBase: 'bucket', fault: NO_MORE },
    );
    expect(summary).toMatchObject({ succeeded: 1 });
    expect(gallery).toEqual(['spring/1.png']);
  });

  it.each<[string, string, string | undefined, string]>([
    ['an object has another PicName', 'spring/1.png', 'a.png', 'a.png'],
    ['an object lies outside the folder', 'old/1.png', undefined, 'old/1.png'],
  ])('stores a copy under the key of the entry when %s', async (_, key, picName, expected) => {
    const { summary, stored, gallery } = await imported({ [key]: image }, [
      { productId: '1', image: `${BUCKET}/${key}`, picName },
    ]);
    expect(summary).toMatchObject({ succeeded: 1 });
    expect(gallery).toEqual([expected]);
    expect(Buffer.compare(stored[`spring/${expected}`] ?? Buffer.of(), image)).toBe(0);
    expect(Object.keys(stored).toSorted()).toEqual(
      [key, `spring/${expected}`, 'spring/increment.meta'].toSorted(),
    );
  });

  it('refuses each entry whose object is no good image, and imports the rest', async () => {
    const { summary, outcomes } = await imported(
      {
        ...{ 'spring/good.png': image, 'spring/empty.png': new Uint8Array() },
        'spring/small.png': await makeImage({ format: 'png', width: 50, height: 150 }),
        'spring/large.png': Buffer.concat([image, Buffer.alloc(5_000_000)]),
        'spring/jpeg.png': await makeImage({ format: 'jpeg', width: 150, height: 150 }),
      },
      [
        ...['good', 'empty', 'small', 'large', 'jpeg', 'gone'].map((name) => ({
          ...{ productId: name, image: `${BUCKET}/spring/${name}.png` },
        })),
        { productId: 'elsewhere', image: 'oss://another-bucket/spring/good.png', picName: 'elsewhere.png' },
        { productId: 'dots', image: `${BUCKET}/spring/../good.png`, picName: 'dots.png' },
      ],
    );
    const told = Object.fromEntries(outcomes.map((outcome) => [outcome.productId, errorCodes(outcome)]));
    expect(told).toEqual({
      ...{ good: [], empty: ['IMAGE_EMPTY'], small: ['IMAGE_SIDE_TOO_SHORT'], large: ['IMAGE_TOO_LARGE'] },
      ...{ jpeg: ['IMAGE_EXTENSION_MISMATCH'], gone: ['IMAGE_MISSING'] },
      ...{ elsewhere: ['UPLOAD_SOURCE_IN_OSS'], dots: ['UPLOAD_KEY_INVALID'] },
    });
    expect(summary).toMatchObject({ supplied: 8, refused: 7, succeeded: 1 });
    const messages = Object.fromEntries(
      outcomes.map(({ productId, issues }) => [productId, issues.map(({ message }) => message).join()]),
    );
    expect(messages['large']).toContain(`Size is ${image.length + 5_000_000} bytes`);
    expect(messages['gone']).toContain(
      'Image "oss://emulated-bucket/spring/gone.png" of product "gone" does not exist: the bucket',
    );
    expect(messages['elsewhere']).toMatch(/"oss:\/\/another-bucket\/spring\/good.png" .*"emulated-bucket"/);
  });

  it('refuses another image under the key of an object that is there', async () => {
    const row = samples.rows.find(({ image: name }) => name.endsWith('.png'));
    const { outcomes, stored } = await imported({ 'spring/1.png': image }, [
      { productId: '1', image: `${BUCKET}/spring/1.png` },
      { productId: '2', image: row?.image, picName: '1.png' },
    ]);
    expect(outcomes.toSorted((a, b) => a.place.line - b.place.line).map(errorCodes)).toEqual([
      [],
      ['UPLOAD_KEY_TAKEN'],
    ]);
    expect(Buffer.compare(stored['spring/1.png'] ?? Buffer.of(), image)).toBe(0);
  });

  it('rejects and refuses no entry when the bucket cannot be read', async () => {
    const importing = imported({}, [{ productId: '1', image: `${BUCKET}/spring/1.png` }], {
      fault: { kind: 'unavailable', operation: 'GetObject', from: 2, times: 'always' }, // the first one is the look at the bucket
    });
    await expect(importing).rejects.toMatchObject({ name: 'ImageSearchError', code: 'ServiceUnavailable' });
  });
});
