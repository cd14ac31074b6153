import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { animatedImage, avifImage, makeImage, rotatedImage } from '../../samples/make-images.ts';
import { repairedName } from '../../src/import/repaired-name.ts';
import { type CatalogueEntry, ImageValidator, type ImportOptions } from '../../src/index.ts';
import { sendPart, startImageServer } from '../image/url/image-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { errorCodes, importAndCollect, into, quickEmulator, storeOf } from './import-test-bed.ts';

type Files = Readonly<Record<string, Uint8Array>>;

/** Imports entries with repair, and tells what became of them, what is stored and what the gallery holds. */
async function repaired(
  files: Files,
  entries: readonly CatalogueEntry[],
  { objects = {}, ...options }: Partial<ImportOptions> & { objects?: Files } = {},
) {
  using folder = temporaryFolder();
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder.path, name), bytes);
  await using emulator = await quickEmulator();
  const store = storeOf(emulator);
  try {
    for (const [key, bytes] of Object.entries(objects)) await store.put(key, bytes);
    const { summary, outcomes } = await importAndCollect(entries, {
      ...into(emulator),
      ...{ images: folder.path, repair: true, urls: { allowPrivateAddresses: true } },
      ...options,
    } as ImportOptions);
    const stored: Record<string, Uint8Array> = {};
    for await (const { key, bytes: length } of store.list(''))
      stored[key] = (await store.read(key, { offset: 0, length })).bytes;
    const told = Object.fromEntries(
      outcomes.map(({ productId, issues }) => [productId, issues.map(({ code }) => code)]),
    );
    const messages = Object.fromEntries(
      outcomes.map(({ productId, issues }) => [productId, issues.map(({ message }) => message).join('\n')]),
    );
    const gallery = emulator.gallery().map(({ PicName }) => PicName);
    return { summary, outcomes, told, messages, stored, gallery };
  } finally {
    store.close();
  }
}

const AVIF = { width: 160, height: 120 };
const entry = (image: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  ...{ productId: image, image, customContent: 'k:v' },
  ...more,
});
const isEqual = (one: Uint8Array | undefined, other: Uint8Array | undefined) =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;

describe.concurrent('importCatalogue() with repair', () => {
  it('stores a converted image under a name of its own, the same in every import', async () => {
    const files = { 'a.avif': await avifImage(AVIF) };
    const name = repairedName('a.avif', 'jpeg');
    const [first, second] = [
      await repaired(files, [entry('a.avif')]),
      await repaired(files, [entry('a.avif')]),
    ];
    for (const { summary, told, messages, gallery, stored } of [first, second]) {
      expect(summary).toMatchObject({ succeeded: 1, refused: 0 });
      expect(told).toEqual({ 'a.avif': ['IMAGE_RENAMED', 'IMAGE_REPAIRED'] });
      expect(messages['a.avif']).toContain(`"a.avif" became "${name}"`);
      expect(messages['a.avif']).toMatch(/\d+ bytes to jpeg of 160×120 px with \d+ bytes: AVIF becomes jpeg/);
      expect(gallery).toEqual([name]);
      const image = stored[`spring/${name}`] ?? Buffer.of();
      expect(await new ImageValidator().validate(image, { name })).toMatchObject({ ok: true, issues: [] });
    }
    expect(second.stored).toEqual(first.stored);
  });

  it('takes no name from other images when these have the names that repairs often give', async () => {
    const jpeg = await makeImage({ format: 'jpeg', ...AVIF, seed: 3 });
    const files = { 'a.avif': await avifImage(AVIF), 'a.jpg': jpeg, 'a.avif.jpg': jpeg };
    const { summary, gallery, stored } = await repaired(
      files,
      Object.keys(files).map((name) => entry(name)),
    );
    expect(summary).toMatchObject({ succeeded: 3 });
    expect(new Set(gallery)).toEqual(new Set([repairedName('a.avif', 'jpeg'), 'a.jpg', 'a.avif.jpg']));
    expect([stored['spring/a.jpg'], stored['spring/a.avif.jpg']].every((one) => isEqual(one, jpeg))).toBe(
      true,
    );
  });

  it('keeps the name and turns the Region with the image when the format stays', async () => {
    const region = { x1: 0, x2: 40, y1: 0, y2: 60 };
    const { told, messages, gallery, stored } = await repaired({ 'a.jpg': await rotatedImage('jpeg', 6) }, [
      entry('a.jpg', { region }),
    ]);
    expect(told).toEqual({ 'a.jpg': ['IMAGE_REPAIRED'] });
    expect(messages['a.jpg']).toMatch(
      /jpeg of 160×120 px .* to jpeg of 120×160 px .* turned by 90° clockwise/,
    );
    expect(gallery).toEqual(['a.jpg']);
    const meta = JSON.parse(Buffer.from(stored['spring/increment.meta'] ?? []).toString());
    expect(meta).toMatchObject({ PicName: 'a.jpg', Region: '60,120,0,40' });
  });

  it('gives another name and leaves the bytes when only the name is wrong', async () => {
    const jpeg = await makeImage({ format: 'jpeg', ...AVIF });
    const { told, stored, gallery } = await repaired({ 'a.png': jpeg, 'b.png': jpeg }, [
      entry('a.png'),
      entry('b.png', { picName: 'b.jpg' }),
    ]);
    const name = repairedName('a.png', 'jpeg');
    expect(told).toEqual({ 'a.png': ['IMAGE_RENAMED'], 'b.png': ['IMAGE_REPAIRED'] });
    expect(new Set(gallery)).toEqual(new Set([name, 'b.jpg']));
    expect([stored[`spring/${name}`], stored['spring/b.jpg']].every((one) => isEqual(one, jpeg))).toBe(true);
  });

  it('leaves an image as it is when it has warnings alone', async () => {
    const gif = await animatedImage('gif');
    const { told, stored } = await repaired({ 'a.gif': gif }, [entry('a.gif')]);
    expect(told).toEqual({ 'a.gif': ['IMAGE_ANIMATED'] });
    expect(isEqual(stored['spring/a.gif'], gif)).toBe(true);
  });

  it('refuses what it cannot repair, with the reason, and imports the rest', async () => {
    const png = await makeImage({ format: 'png', ...AVIF });
    const region = { x1: 0, x2: 40, y1: 0, y2: 60 };
    const files = {
      ...{ 'good.png': png, 'cut.png': png.subarray(0, 2_000), 'text.jpg': Buffer.from('no image') },
      ...{ 'small.jpg': await makeImage({ format: 'jpeg', width: 90, height: 120 }) },
      ...{ 'region.avif': await avifImage(AVIF), 'outside.jpg': await rotatedImage('jpeg', 6) },
    };
    const { summary, outcomes } = await repaired(files, [
      ...['good.png', 'cut.png', 'text.jpg', 'small.jpg', 'gone.jpg'].map((name) => entry(name)),
      entry('region.avif', { region }),
      entry('outside.jpg', { region: { ...region, y2: 160 } }), // inside the turned image, not in the stored one
    ]);
    const told = Object.fromEntries(outcomes.map((outcome) => [outcome.productId, errorCodes(outcome)]));
    expect(told).toEqual({
      ...{ 'good.png': [], 'cut.png': ['IMAGE_TRUNCATED'], 'gone.jpg': ['IMAGE_MISSING'] },
      'text.jpg': ['IMAGE_FORMAT_UNSUPPORTED', 'IMAGE_REPAIR_NO_DECODER'],
      'small.jpg': ['IMAGE_SIDE_TOO_SHORT', 'IMAGE_REPAIR_TOO_SMALL'],
      'region.avif': ['REGION_NOT_REPAIRED'],
      'outside.jpg': ['IMAGE_ROTATED', 'META_REGION_OUTSIDE'],
    });
    expect(summary).toMatchObject({ supplied: 7, refused: 6, succeeded: 1 });
  });

  it('repairs what is larger than any instance takes when it is a file or an object, and says so when it is not', async () => {
    const large = await makeImage({ format: 'bmp', width: 1_300, height: 1_300 });
    await using server = await startImageServer((request, response) => sendPart(request, response, large));
    const { outcomes, stored } = await repaired(
      { 'file.bmp': large },
      [
        entry('file.bmp'),
        { productId: 'object', image: 'oss://emulated-bucket/old/object.bmp' },
        { productId: 'url', image: server.url('/url.bmp').href },
        { productId: 'bytes', image: large, picName: 'bytes.bmp' },
      ],
      { objects: { 'old/object.bmp': large } },
    );
    const told = Object.fromEntries(outcomes.map((outcome) => [outcome.productId, errorCodes(outcome)]));
    const notLoaded = ['IMAGE_TOO_LARGE', 'IMAGE_REPAIR_TOO_MANY_BYTES'];
    expect(told).toMatchObject({ 'file.bmp': [], object: [], url: notLoaded });
    expect(told['bytes']).toEqual(expect.arrayContaining(notLoaded));
    const repairedNames = Object.keys(stored).filter((key) => /-[0-9a-f]{12}\.(?:png|jpg)$/.test(key));
    expect(repairedNames).toHaveLength(2);
  });

  it('repairs an image behind a URL', async () => {
    const rotated = await rotatedImage('jpeg', 3);
    await using server = await startImageServer((request, response) => sendPart(request, response, rotated));
    const { told } = await repaired({}, [entry(server.url('/a.jpg').href, { productId: '1' })]);
    expect(told).toEqual({ 1: ['IMAGE_REPAIRED'] });
  });

  it('never overwrites an object of the customer when that is the image to repair', async () => {
    const original = await rotatedImage('jpeg', 6);
    const { told, stored, gallery } = await repaired(
      {},
      [entry('oss://emulated-bucket/spring/a.jpg', { productId: '1' })],
      { objects: { 'spring/a.jpg': original } },
    );
    const name = repairedName('a.jpg', 'jpeg');
    expect(told).toEqual({ 1: ['IMAGE_RENAMED', 'IMAGE_REPAIRED'] });
    expect(gallery).toEqual([name]);
    expect(isEqual(stored['spring/a.jpg'], original)).toBe(true);
    expect(isEqual(stored[`spring/${name}`], original)).toBe(false);
  });

  it('does not skip a DELETE when the ADD that replaces it gets another name', async () => {
    const { outcomes } = await repaired({ 'a.png': await makeImage({ format: 'jpeg', ...AVIF }) }, [
      { operationType: 'DELETE', productId: 'a.png', picName: 'a.png' },
      entry('a.png'),
    ]);
    expect(outcomes.map(({ status, place }) => [place.line, status])).toEqual([
      [2, 'imported'],
      [1, 'refused'],
    ]);
    expect(outcomes[1]?.issues[0]).toMatchObject({ code: 'REPLACEMENT_NOT_DONE' });
  });

  it('goes by the limits of 2020 when told to, and scales the Region with the image', async () => {
    const files = { 'a.jpg': await makeImage({ format: 'jpeg', width: 2_048, height: 1_024 }) };
    const entries = [entry('a.jpg', { region: { x1: 100, x2: 301, y1: 10, y2: 21 } })];
    const strict = await repaired(files, entries, { limits: '2020', repair: false });
    expect(strict.told).toEqual({ 'a.jpg': ['IMAGE_SIDE_TOO_LONG'] });
    expect((await repaired(files, entries, { repair: false })).told).toEqual({ 'a.jpg': [] });
    const { told, stored } = await repaired(files, entries, { limits: '2020' });
    expect(told).toEqual({ 'a.jpg': ['IMAGE_REPAIRED'] });
    const { width, height } = await sharp(stored['spring/a.jpg']).metadata();
    expect([width, height]).toEqual([1_024, 512]);
    const meta = JSON.parse(Buffer.from(stored['spring/increment.meta'] ?? []).toString());
    expect(meta.Region).toBe('50,151,5,11');
  });
});

it.each([
  ['repair', { repair: false }, { repair: true }],
  ['limits', { limits: 'current' as const }, { limits: '2020' as const }],
])('importCatalogue() refuses a state that was begun with another value of %s', async (name, begun, now) => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'a.png'), await makeImage({ format: 'png', ...AVIF }));
  await using emulator = await quickEmulator();
  const options = { ...into(emulator), images: folder.path, state: join(folder.path, 'state') };
  await importAndCollect([entry('a.png')], { ...options, ...begun });
  const other = importAndCollect([entry('a.png')], { ...options, ...now });
  await expect(other).rejects.toThrow(new RegExp(`'${name}' was `));
});

const WITHOUT_SHARP = `
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`export async function resolve(name, context, next) {
  if (name !== 'sharp') return next(name, context);
  throw Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' });
}\`));
const { importCatalogue } = await import(process.env.MODULE);
const entries = [{ productId: '1', image: 'a.jpg' }];
const nowhere = { to: 'oss://bucket/a', region: 'cn-shanghai', instance: 'i', endpoint: '127.0.0.1:1', images: '.' };
try {
  await importCatalogue(entries, { ...nowhere, repair: true });
} catch ({ code, message }) {
  console.log(JSON.stringify({ code, message }));
}`;

it('importCatalogue() rejects before it calls any service when it is to repair and sharp is missing', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', WITHOUT_SHARP],
    { env: { ...process.env, MODULE: new URL('../../src/index.ts', import.meta.url).href } },
  );
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'SHARP_MISSING',
    message: expect.stringMatching(/npm install sharp$/),
  });
});
