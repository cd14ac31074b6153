import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator } from '../../../src/emulator/index.ts';
import { rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { line, putObjects, tasksOf } from '../../support/test-bed.ts';

type Fields = Readonly<Record<string, string>>;

const SIZE = { width: 128, height: 100 };
const NAMES = { InstanceName: 'emulated' };
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

let emulator: Emulator;
let PicContent: string;
beforeAll(async () => {
  emulator = await startEmulator();
  PicContent = base64(await makeImage({ format: 'jpeg', ...SIZE }));
  const form = { ...NAMES, ProductId: 'P', PicName: 'a.jpg', PicContent };
  await rpcCall(emulator, { action: 'AddImage', form });
});
afterAll(() => emulator.close());

const asked = async (action: string, form: Fields, at = emulator) => {
  const { status, body } = await rpcCall(at, { action, form: { ...NAMES, ...form } });
  return { status, body };
};
const namesIn = ({ body }: { readonly body: Readonly<Record<string, unknown>> }) =>
  (body['Auctions'] as readonly { readonly ProductId: string }[]).map(({ ProductId }) => ProductId);

describe('searches', () => {
  const QUESTIONS: readonly [string, () => Fields][] = [
    ['SearchImageByPic', () => ({ PicContent })],
    ['SearchImageByName', () => ({ ProductId: 'P', PicName: 'a.jpg' })],
    ['SearchImageByFilter', () => ({ Filter: 'int_attr > 1' })],
  ];

  it.each(
    QUESTIONS.flatMap(([action, question]) =>
      (
        [
          [{ Num: '0' }, 'InvalidNumParameter'],
          [{ Num: 'ten' }, 'InvalidNumParameter'],
          [{ Num: '-1' }, 'InvalidNumParameter'],
          [{ Num: '101' }, 'OverflowMaxReturnNum'],
          [{ Start: '500' }, 'InvalidStartParameter'],
          [{ Start: '1.5' }, 'InvalidStartParameter'],
          [{ Start: '499', Num: '2' }, 'OverflowMaxResultNum'],
          [{ Filter: 'colour = 1' }, 'InvalidFilterClause'],
          [{ Filter: `str_attr = "${'x'.repeat(4096)}"` }, 'InvalidFilterClause'],
        ] as const
      ).map(([more, code]) => [action, more, code, question] as const),
    ),
  )('%s refuses %j with %s', async (action, more, Code, question) => {
    expect(await asked(action, { ...question(), ...more })).toMatchObject({ status: 400, body: { Code } });
  });

  it.each<[string, Fields, string]>([
    ['SearchImageByPic', {}, 'NoSpecifiedPicContent'],
    ['SearchImageByPic', { PicContent: 'not base64' }, 'InvalidPicContent'],
    ['SearchImageByPic', { PicContent: base64(Buffer.from('text')) }, 'UnsupportedPicFormat'],
    ['SearchImageByName', { PicName: 'a.jpg' }, 'NoSpecifiedProductId'],
    ['SearchImageByName', { ProductId: 'P' }, 'NoSpecifiedPicName'],
    ['SearchImageByName', { ProductId: 'P', PicName: 'b.jpg' }, 'PicNotExist'],
    ['SearchImageByFilter', {}, 'InvalidFilterClause'],
    ['SearchImageByText', {}, 'InvalidText'],
    ['SearchImageByText', { Text: 'x'.repeat(513) }, 'InvalidTextLength'],
    ['SearchImageByText', { Text: 'x', Num: '101' }, 'OverflowMaxReturnNum'],
  ])('%s refuses %j with %s', async (action, form, Code) => {
    expect(await asked(action, form)).toMatchObject({ status: 400, body: { Code } });
  });

  it.each<[Fields, string]>([
    [{ CategoryId: '77' }, 'InvalidCategory'],
    [{ Region: '5,1,5,1' }, 'InvalidRegion'],
    [{ Region: '0,129,0,100' }, 'InvalidRegion'],
    [{ Crop: 'perhaps' }, 'BadRequest'],
    [{ DistinctProductId: '1' }, 'BadRequest'],
    [{ ScoreThreshold: '1.01' }, 'BadRequest'],
    [{ ScoreThreshold: '0.123' }, 'BadRequest'],
    [{ ScoreThreshold: '-0.1' }, 'BadRequest'],
  ])('SearchImageByPic refuses %j with %s', async (more, Code) => {
    expect(await asked('SearchImageByPic', { PicContent, ...more })).toMatchObject({
      status: 400,
      body: { Code },
    });
  });

  it('SearchImageByText says why it cannot be answered', async () => {
    const { status, body } = await asked('SearchImageByText', { Text: 'a red shoe' });
    expect([status, body['Code']]).toEqual([500, 'UnsupportedInstanceType']);
    expect(body['Message']).toMatch(/multimodal.*invented/);
  });

  it.each([
    ['png', 1],
    ['bmp', 1],
    ['ppm', 1],
    ['gif', 0.9],
    ['webp', 0.9],
    ['tiff', 1],
  ] as const)('SearchImageByPic finds the same picture saved as %s', async (format, least) => {
    const copy = base64(await makeImage({ format, ...SIZE }));
    const { body } = await asked('SearchImageByPic', { PicContent: copy });
    const [{ Score = 0 } = {}] = body['Auctions'] as readonly { readonly Score?: number }[];
    expect(Score).toBeGreaterThan(least - 0.02);
    expect(Score).toBeLessThan(1); // only the same bytes are the same
  });

  it('counts the results of the answer as DocsFound, and those of the instance as DocsReturn, as documented', async () => {
    await using fuller = await startEmulator();
    for (const ProductId of ['P1', 'P2', 'P3'])
      await asked('AddImage', { ProductId, PicName: 'a.jpg', PicContent }, fuller);
    const { body } = await asked('SearchImageByPic', { PicContent, Num: '2' }, fuller);
    expect(body['Head']).toMatchObject({ DocsFound: 2, DocsReturn: 3 });
  });

  it('finds the picture that an image has now when it was overwritten, and none when it was deleted', async () => {
    await using changed = await startEmulator();
    const other = base64(await makeImage({ format: 'jpeg', ...SIZE, seed: 2 }));
    const names = { ProductId: 'P', PicName: 'a.jpg' };
    const scoreOf = async (picture: string) => {
      const { body } = await asked('SearchImageByPic', { PicContent: picture }, changed);
      return (body['Auctions'] as readonly { readonly Score: number }[])[0]?.Score;
    };
    await asked('AddImage', { ...names, PicContent }, changed);
    await asked('AddImage', { ...names, PicContent: other }, changed);
    await asked('UpdateImage', { ...names, StrAttr: 'a' }, changed);
    expect(await scoreOf(other)).toBe(1);
    expect(await scoreOf(PicContent)).toBeLessThan(1);
    await asked('DeleteImage', names, changed);
    expect(await scoreOf(other)).toBeUndefined();
  });
});

describe('searches, of images that a batch task has brought', () => {
  const pictures = () => Promise.all([1, 2, 3].map((seed) => makeImage({ format: 'jpeg', ...SIZE, seed })));
  const importTo = async (at: Emulator, images: readonly Uint8Array[]) => {
    const objects = Object.fromEntries(images.map((image, i) => [`spring/${i}.jpg`, image]));
    const meta = images.map((_, i) => line({ ProductId: `P${i}`, PicName: `${i}.jpg` })).join('');
    await putObjects(at, { ...objects, 'spring/increment.meta': meta });
    const tasks = tasksOf(at);
    await tasks.wait(await tasks.submit(`oss://${at.bucketName}/spring`));
  };
  const smaller = async (image: Uint8Array) =>
    base64(await sharp(image).resize(110, 100, { fit: 'fill' }).jpeg({ quality: 60 }).toBuffer());

  it('find a smaller copy of each, also after a restart from the state folder', async () => {
    using folder = temporaryFolder();
    const images = await pictures();
    for (const isFirst of [true, false]) {
      await using at = await startEmulator({ stateFolder: folder.path, taskDurationMs: 0 });
      if (isFirst) {
        await importTo(at, images.slice(1));
        const added = { ProductId: 'added', PicName: 'a.jpg', PicContent: base64(images[0] as Uint8Array) };
        await asked('AddImage', added, at);
      }
      for (const [i, name] of ['added', 'P0', 'P1'].entries()) {
        const form = { PicContent: await smaller(images[i] as Uint8Array), Num: '1' };
        expect(namesIn(await asked('SearchImageByPic', form, at))).toEqual([name]);
      }
    }
  });

  it('find the same bytes only, when the object was overwritten before the first search', async () => {
    await using at = await startEmulator({ taskDurationMs: 0 });
    const images = await pictures();
    await importTo(at, images.slice(0, 2));
    await putObjects(at, { 'spring/0.jpg': images[2] as Uint8Array });
    const scoreOf = async (picture: string) => {
      const { body } = await asked('SearchImageByPic', { PicContent: picture }, at);
      const found = body['Auctions'] as readonly { readonly ProductId: string; readonly Score: number }[];
      return found.find(({ ProductId }) => ProductId === 'P0')?.Score;
    };
    expect(await scoreOf(base64(images[0] as Uint8Array))).toBe(1);
    expect(await scoreOf(await smaller(images[0] as Uint8Array))).toBe(0);
  });
});

describe('searches, of 500 photographs', () => {
  it('find for each its own product first, by a copy that is smaller and compressed anew', async () => {
    await using at = await startEmulator();
    const seeds = Array.from({ length: 500 }, (_, n) => n + 1);
    for (const seed of seeds) {
      const image = base64(await makeImage({ format: 'jpeg', ...SIZE, seed }));
      await asked('AddImage', { ProductId: `P${seed}`, PicName: 'a.jpg', PicContent: image }, at);
    }
    const missed: string[] = [];
    for (const seed of seeds) {
      const image = await makeImage({ format: 'jpeg', ...SIZE, seed });
      const copy = await sharp(image).resize(110, 100, { fit: 'fill' }).jpeg({ quality: 60 }).toBuffer();
      const found = namesIn(await asked('SearchImageByPic', { PicContent: base64(copy), Num: '1' }, at));
      if (found[0] !== `P${seed}`) missed.push(`P${seed}: ${found[0]}`);
    }
    expect(missed).toEqual([]);
  });
});
