import { beforeAll, describe, expect, it } from 'vitest';
import { avifImage, makeImage, rotatedImage } from '../../../samples/make-images.ts';
import type { Emulator, EmulatorOptions, GalleryRecord } from '../../../src/emulator/index.ts';
import type { ServiceType } from '../../../src/shared/model/service-type.ts';
import { all } from '../../support/items.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { line, type Objects, putObjects, tasksOf } from '../../support/test-bed.ts';

let good: Uint8Array;
beforeAll(async () => {
  good = await makeImage({ format: 'jpeg', width: 120, height: 100 });
});

/** What became of each line, by its number: the code of its failure. */
type Failures = Readonly<Record<number, string | undefined>>;

/** Runs one task over these lines and the objects beside them. */
async function run(emulator: Emulator, lines: readonly string[], objects: Objects = {}, folder = 'spring') {
  const prefix = folder === '' ? '' : `${folder}/`;
  const beside = Object.entries({ ...objects, 'increment.meta': lines.join('') });
  await putObjects(
    emulator,
    Object.fromEntries(
      beside.map(([name, content]) => [name.startsWith('/') ? name.slice(1) : prefix + name, content]),
    ),
  );
  const tasks = tasksOf(emulator);
  const state = await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/${folder}`));
  expect(state.status).toBe('SUCCESS');
  const found = await all(tasks.failures(state));
  expect(state.errorUrl === undefined).toBe(found.length === 0);
  return { found, failures: Object.fromEntries(found.map((one) => [one.line, one.code])) as Failures };
}

const quick = (options: EmulatorOptions = {}) => startEmulator({ taskDurationMs: 0, ...options });
const names = (records: readonly GalleryRecord[]) =>
  records.map(({ ProductId, PicName }) => `${ProductId}/${PicName}`).toSorted();
const half = (image: Uint8Array) => image.subarray(0, Math.floor(image.length / 2));

describe('a task, over images', () => {
  const IMAGES: readonly [string, () => Promise<Uint8Array>, string | undefined][] = [
    ['has 100 × 100 px', () => makeImage({ format: 'png', width: 100, height: 100 }), undefined],
    ['has 4096 × 100 px', () => makeImage({ format: 'png', width: 4096, height: 100 }), undefined],
    ['stands upright by its tag', () => rotatedImage('jpeg', 1), undefined],
    [
      'is larger than 4 MB',
      () => makeImage({ format: 'bmp', width: 1200, height: 1200 }),
      'InvalidPicContent',
    ],
    ['is 99 px wide', () => makeImage({ format: 'png', width: 99, height: 150 }), 'UnsupportedPicPixels'],
    ['is 99 px high', () => makeImage({ format: 'gif', width: 150, height: 99 }), 'UnsupportedPicPixels'],
    ['is 4097 px wide', () => makeImage({ format: 'png', width: 4097, height: 100 }), 'UnsupportedPicPixels'],
    [
      'is 4097 px high',
      () => makeImage({ format: 'webp', width: 100, height: 4097 }),
      'UnsupportedPicPixels',
    ],
    ['is rotated, as a JPEG', () => rotatedImage('jpeg', 6), 'IncorrectOrientation'],
    ['is upside down, as a PNG', () => rotatedImage('png', 3), 'IncorrectOrientation'],
    ['is an AVIF', () => avifImage({ width: 120, height: 100 }), 'UnsupportedPicFormat'],
    ['is text', async () => Buffer.from('hello'), 'UnsupportedPicFormat'],
    ['is cut in half', async () => half(good), 'InvalidPicContent'],
    ['is empty', async () => new Uint8Array(), 'InvalidPicContent'],
  ];

  it('reports the code of the service, line by line, for each that breaks a documented limit', async () => {
    await using emulator = await quick();
    const objects: Record<string, Uint8Array> = {};
    for (const [i, [, make]] of IMAGES.entries()) objects[`${i + 1}.jpg`] = await make();
    const lines = IMAGES.map((_, i) => line({ ProductId: `P${i + 1}`, PicName: `${i + 1}.jpg` }));
    const missing = line({ ProductId: 'P0', PicName: 'missing.jpg' });
    const { found, failures } = await run(emulator, [...lines, missing], objects);
    const told = Object.fromEntries(IMAGES.map(([what], i) => [what, failures[i + 1]]));
    expect(told).toEqual(Object.fromEntries(IMAGES.map(([what, , code]) => [what, code])));
    expect(failures[IMAGES.length + 1]).toBe('PicNotExist');
    expect(found).toHaveLength(IMAGES.filter(([, , code]) => code !== undefined).length + 1);
    for (const { line: number, productId, picName, message } of found) {
      const isMissing = number === IMAGES.length + 1;
      expect(productId).toBe(isMissing ? 'P0' : `P${number}`);
      expect(picName).toBe(isMissing ? 'missing.jpg' : `${number}.jpg`);
      expect(message).not.toBe('');
    }
    expect(names(emulator.gallery())).toEqual(['P1/1.jpg', 'P2/2.jpg', 'P3/3.jpg']);
  });

  it.each<[ServiceType, number, number, readonly number[]]>([
    ['product', 100, 4096, [2, 4]],
    ['fabric', 448, 4096, [2, 4]],
    ['trademark', 200, 4095, [2, 4]],
  ])('of %s search takes sides from %i to %i px', async (serviceType, least, most, refused) => {
    await using emulator = await quick({ serviceType });
    const wide = (width: number) => makeImage({ format: 'png', width, height: least });
    const objects = {
      '1.png': await wide(least),
      '2.png': await makeImage({ format: 'png', width: least - 1, height: least }),
      '3.png': await wide(most),
      '4.png': await wide(most + 1),
    };
    const lines = [1, 2, 3, 4].map((n) => line({ PicName: `${n}.png` }));
    const { failures } = await run(emulator, lines, objects);
    expect(failures).toEqual(Object.fromEntries(refused.map((n) => [n, 'UnsupportedPicPixels'])));
  });
});

describe('a task, over lines', () => {
  const add = { OperationType: 'ADD', ProductId: 'P', PicName: 'a.jpg', CustomContent: 'c' };
  const without = (name: string) => JSON.stringify({ ...add, [name]: undefined });

  it.each<[string, string | Uint8Array, string | undefined]>([
    ['is whole', JSON.stringify(add), undefined],
    ['is not JSON', '{"OperationType":"ADD"', 'InvalidMetaItem'],
    ['is an array', '[]', 'InvalidMetaItem'],
    ['is of another operation', JSON.stringify({ ...add, OperationType: 'UPDATE' }), 'InvalidMetaItem'],
    ['has no product id', without('ProductId'), 'NoSpecifiedProductId'],
    ['has no picture name', without('PicName'), 'NoSpecifiedPicName'],
    ['has a number for a product id', JSON.stringify({ ...add, ProductId: 1 }), 'InvalidProductId'],
    [
      'has a product id of 513 characters',
      JSON.stringify({ ...add, ProductId: 'p'.repeat(513) }),
      'InvalidProductId',
    ],
    ['has a picture name without an extension', JSON.stringify({ ...add, PicName: 'a' }), 'InvalidPicName'],
    [
      'has a picture name with a slash before it',
      JSON.stringify({ ...add, PicName: '/a.jpg' }),
      'InvalidPicName',
    ],
    [
      'has a picture name that leaves the folder',
      JSON.stringify({ ...add, PicName: '../a.jpg' }),
      'InvalidPicName',
    ],
    ['has an unknown category', JSON.stringify({ ...add, CategoryId: 10 }), 'InvalidCategory'],
    ['has a category in quotes', JSON.stringify({ ...add, CategoryId: '4' }), 'InvalidCategory'],
    [
      'has a region in the order of x1,y1,x2,y2',
      JSON.stringify({ ...add, Region: '50,10,10,90' }),
      'InvalidRegion',
    ],
    [
      'has half of a surrogate pair in its ProductId',
      String.raw`{"OperationType":"ADD","ProductId":"\ud800","PicName":"a.jpg"}`,
      'InvalidProductId',
    ],
    ['has a region beyond its image', JSON.stringify({ ...add, Region: '0,121,0,100' }), 'InvalidRegion'],
    ['has a region of three numbers', JSON.stringify({ ...add, Region: '1,2,3' }), 'InvalidRegion'],
    ['has an attribute in quotes', JSON.stringify({ ...add, IntAttr2: '1' }), 'InvalidIntAttr2'],
    ['has an attribute over 32 bits', JSON.stringify({ ...add, IntAttr: 2 ** 31 }), 'InvalidIntAttr'],
    [
      'has an attribute of 129 characters',
      JSON.stringify({ ...add, StrAttr3: 's'.repeat(129) }),
      'InvalidStrAttr3',
    ],
    [
      'has 4097 characters of custom content',
      JSON.stringify({ ...add, CustomContent: 'c'.repeat(4097) }),
      'InvalidCustomContent',
    ],
  ])('reports %2$s when a line %s', async (_, text, code) => {
    await using emulator = await quick();
    const { failures } = await run(emulator, [line({ ProductId: 'first' }), `${text}\n`], { 'a.jpg': good });
    expect(failures).toEqual(code === undefined ? {} : { 2: code });
    expect(names(emulator.gallery())).toEqual(
      code === undefined ? ['P/a.jpg', 'first/a.jpg'] : ['first/a.jpg'],
    );
  });

  it('passes over blank lines and counts them', async () => {
    await using emulator = await quick();
    const { failures } = await run(emulator, ['\n', line(), '  \n', 'x\n'], { 'a.jpg': good });
    expect(failures).toEqual({ 4: 'InvalidMetaItem' });
    expect(emulator.gallery()).toHaveLength(1);
  });

  it('keeps what the line says of the image, and Others when it names no category', async () => {
    await using emulator = await quick();
    const more = { CategoryId: 4, IntAttr: 0, StrAttr2: 's', Crop: false, CustomContent: '"蓝"' };
    await run(emulator, [line(more), line({ ProductId: 'P2' })], { 'a.jpg': good });
    const named = { PicName: 'a.jpg' };
    expect(emulator.gallery()).toEqual([
      { ...named, ProductId: 'P1', CategoryId: 4, IntAttr: 0, StrAttr2: 's', CustomContent: '"蓝"' },
      { ...named, ProductId: 'P2', CategoryId: 88888888, CustomContent: 'c' },
    ]);
  });

  it('overwrites the image when both names are the same, whole and in one task or the next', async () => {
    await using emulator = await quick({ capacity: 1 });
    const objects = { 'a.jpg': good };
    const lines = [line({ CategoryId: 1, StrAttr: 's' }), line({ CategoryId: 2 })];
    expect((await run(emulator, lines, objects)).failures).toEqual({});
    const kept = { ProductId: 'P1', PicName: 'a.jpg', CustomContent: 'c' };
    expect(emulator.gallery()).toEqual([{ ...kept, CategoryId: 2 }]);
    expect((await run(emulator, [line({ CategoryId: 3 })], objects)).failures).toEqual({});
    expect(emulator.gallery()).toEqual([{ ...kept, CategoryId: 3 }]);
  });

  it('deletes one image, or all of a product, and minds none that is missing', async () => {
    await using emulator = await quick();
    const objects = { 'a.jpg': good, 'b.jpg': good };
    const of = (ProductId: string, PicName: string) => line({ ProductId, PicName });
    await run(
      emulator,
      [of('P1', 'a.jpg'), of('P1', 'b.jpg'), of('P2', 'a.jpg'), of('P2', 'b.jpg')],
      objects,
    );
    expect(emulator.gallery()).toHaveLength(4);
    const remove = (fields: object) => `${JSON.stringify({ OperationType: 'DELETE', ...fields })}\n`;
    const one = [
      remove({ ProductId: 'P1', PicName: 'a.jpg' }),
      remove({ ProductId: 'P9', PicName: 'a.jpg' }),
    ];
    expect((await run(emulator, one)).failures).toEqual({});
    expect(names(emulator.gallery())).toEqual(['P1/b.jpg', 'P2/a.jpg', 'P2/b.jpg']);
    expect((await run(emulator, [remove({ ProductId: 'P2' })])).failures).toEqual({});
    expect(names(emulator.gallery())).toEqual(['P1/b.jpg']);
  });

  it('reports InstanceOverQuota when the gallery is full, until a DELETE makes room', async () => {
    await using emulator = await quick({ capacity: 2 });
    const add = (n: number) => line({ ProductId: `P${n}` });
    const { failures } = await run(emulator, [add(1), add(2), add(3)], { 'a.jpg': good });
    expect(failures).toEqual({ 3: 'InstanceOverQuota' });
    const remove = `${JSON.stringify({ OperationType: 'DELETE', ProductId: 'P1', PicName: 'a.jpg' })}\n`;
    expect((await run(emulator, [remove, add(3)], { 'a.jpg': good })).failures).toEqual({});
    expect(names(emulator.gallery())).toEqual(['P2/a.jpg', 'P3/a.jpg']);
  });

  it('reports the code that failImage gives, for that image alone', async () => {
    await using emulator = await quick({
      failImage: ({ productId, picName }) =>
        productId === 'P2' && picName === 'a.jpg' ? 'ExtractFeatureTimeout' : undefined,
    });
    const lines = ['P1', 'P2', 'P3'].map((ProductId) => line({ ProductId }));
    expect((await run(emulator, lines, { 'a.jpg': good })).failures).toEqual({ 2: 'ExtractFeatureTimeout' });
    expect(names(emulator.gallery())).toEqual(['P1/a.jpg', 'P3/a.jpg']);
  });
});

describe('PicName', () => {
  const lines = [line({ PicName: 'a.jpg' }), line({ PicName: 'spring/b.jpg' })];

  it('is relative to the folder of increment.meta by default', async () => {
    await using emulator = await quick();
    const { failures } = await run(emulator, lines, { 'a.jpg': good, 'b.jpg': good });
    expect(failures).toEqual({ 2: 'PicNotExist' });
  });

  it('is relative to the bucket when picNameBase says so', async () => {
    await using emulator = await quick({ picNameBase: 'bucket' });
    const { failures } = await run(emulator, lines, { 'a.jpg': good, 'b.jpg': good });
    expect(failures).toEqual({ 1: 'PicNotExist' });
  });

  it.each(['folder', 'bucket'] as const)(
    'means the same in the root when the base is the %s',
    async (picNameBase) => {
      await using emulator = await quick({ picNameBase });
      const { failures } = await run(emulator, lines, { 'a.jpg': good, 'spring/b.jpg': good }, '');
      expect(failures).toEqual({});
    },
  );
});
