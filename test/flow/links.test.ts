import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { ImageValidator, repairImage } from '../../src/index.ts';
import { all } from '../support/items.ts';
import { makePipe } from '../support/special-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { errorCodes, importAndCollect, into, quickEmulator, storeOf } from './import-test-bed.ts';

const place = temporaryFolder();
afterAll(() => place[Symbol.dispose]());
const image = await makeImage({ format: 'png', width: 200, height: 200 });
const images = join(place.path, 'images');
const outside = join(place.path, 'private');
for (const folder of [images, outside]) mkdirSync(folder);
writeFileSync(join(images, 'a.png'), image);
writeFileSync(join(outside, 'secret.png'), image);
symlinkSync('a.png', join(images, 'inside.png'));
symlinkSync(outside, join(images, 'linkdir'));
symlinkSync('../private/secret.png', join(images, 'secret.png'));
makePipe(join(images, 'pipe.png'));

const NAMES = ['a.png', 'inside.png', 'linkdir/secret.png', 'secret.png', 'pipe.png'];
const entries = NAMES.map((name, n) => ({
  productId: `P${n}`,
  picName: `${n}.png`,
  image: name,
  customContent: 'c',
}));
const secret = join(realpathSync(outside), 'secret.png');

describe('importCatalogue()', () => {
  it('sends nothing that a link out of the folder of images leads to, and no pipe', async () => {
    await using emulator = await quickEmulator();
    const { outcomes } = await importAndCollect(entries, { ...into(emulator), images });
    expect(outcomes.map((outcome) => [outcome.status, ...errorCodes(outcome)])).toEqual([
      ['refused', 'UPLOAD_SOURCE_OUTSIDE'],
      ['refused', 'UPLOAD_SOURCE_OUTSIDE'],
      ['refused', 'IMAGE_UNREADABLE'],
      ['imported'],
      ['imported'],
    ]);
    expect(outcomes[0]?.issues.at(-1)?.message).toContain(JSON.stringify(secret));
    expect(outcomes[2]?.issues.at(-1)?.message).toContain('it is a named pipe');
    const store = storeOf(emulator);
    const keys = (await all(store.list('spring/'))).map(({ key }) => key);
    store.close();
    expect(keys).toEqual(['spring/0.png', 'spring/1.png', 'spring/increment.meta']);
  });

  it('follows links anywhere when it is told to', async () => {
    await using emulator = await quickEmulator();
    const { outcomes } = await importAndCollect(entries.slice(0, 4), {
      ...{ ...into(emulator), images, followLinks: 'anywhere' },
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['imported', 'imported', 'imported', 'imported']);
  });

  it('refuses the links of a folder that is the catalogue', async () => {
    await using emulator = await quickEmulator();
    const { outcomes } = await importAndCollect(images, { ...into(emulator), images });
    expect(outcomes.map(({ picName, status }) => [picName, status])).toEqual([
      ...[1, 2, 3].map(() => [null, 'refused']),
      ['a.png', 'imported'],
      ['inside.png', 'imported'],
    ]);
  });

  it('refuses a state that was begun with links inside when they may lead anywhere now', async () => {
    await using emulator = await quickEmulator();
    const options = { ...into(emulator), images, state: join(place.path, 'state') };
    await importAndCollect(entries.slice(0, 1), options);
    const again = importAndCollect(entries.slice(0, 1), { ...options, followLinks: 'anywhere' });
    await expect(again).rejects.toThrow(/'followLinks' was "inside"/);
  });

  it('refuses a value of followLinks that it does not know', async () => {
    await using emulator = await quickEmulator();
    const options = { ...into(emulator), images, followLinks: true as unknown as 'inside' };
    await expect(importAndCollect(entries, options)).rejects.toThrow(/followLinks.*inside/);
  });
});

describe.each([
  [
    'ImageValidator',
    async (source: { path: string; folder: string }) => new ImageValidator().validate(source),
  ],
  ['repairImage()', async (source: { path: string; folder: string }) => (await repairImage(source)).before],
])('%s', (_, check) => {
  it('reads a file of the folder, and refuses one that a link out of it leads to', async () => {
    const good = await check({ path: join(images, 'inside.png'), folder: images });
    expect(good).toMatchObject({ ok: true, name: join(images, 'inside.png') });
    const { ok, issues } = await check({ path: join(images, 'linkdir/secret.png'), folder: images });
    expect([ok, issues[0]?.code]).toEqual([false, 'IMAGE_UNREADABLE']);
    expect(issues[0]?.message).toContain(JSON.stringify(secret));
  });

  it('refuses a named pipe at once', async () => {
    const { issues } = await check({ path: join(images, 'pipe.png'), folder: images });
    expect(issues[0]).toMatchObject({
      code: 'IMAGE_UNREADABLE',
      message: expect.stringContaining('a named pipe'),
    });
  });
});
