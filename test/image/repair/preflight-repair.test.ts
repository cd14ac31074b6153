import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeImage, rotatedImage } from '../../../samples/make-images.ts';
import { preflightRepair } from '../../../src/cli/actions/preflight-repair.ts';
import { ImageValidator } from '../../../src/image/image-validator.ts';

const turned = await rotatedImage('jpeg', 6);
const fine = await makeImage({ format: 'jpeg', width: 120, height: 120 });
const bmp = await makeImage({ format: 'bmp', width: 1300, height: 1200 });

let home: string;
let from: string;
let to: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'preflight-repair-'));
  from = join(home, 'photos');
  to = join(home, 'repaired', 'today');
  await mkdir(join(from, 'shoes'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true }));

const save = async (name: string, image: Uint8Array) => {
  await writeFile(join(from, name), image);
  return { path: join(from, name), name };
};
const codes = ({ issues }: { issues: readonly { code: string }[] }) => issues.map(({ code }) => code);
const filesIn = (folder: string) => readdir(folder, { recursive: true }).catch(() => []);

describe('preflightRepair', () => {
  test('writes the repaired image at the same place when it can be repaired', async () => {
    const source = await save('shoes/1.jpg', turned);
    const report = await preflightRepair(source, to);
    expect(report).toMatchObject({ path: source.path, repaired: join(to, 'shoes', '1.jpg'), issues: [] });
    expect(report.steps.map(({ code }) => code)).toContain('IMAGE_REPAIRED_TURN');
    expect(await new ImageValidator().validate(report.repaired as string)).toMatchObject({
      ok: true,
      issues: [],
    });
    expect(await readFile(source.path)).toEqual(turned);
    expect((await filesIn(to)).sort()).toEqual(['shoes', join('shoes', '1.jpg')]);
  });

  test('gives the extension that fits when the format changes', async () => {
    const report = await preflightRepair(await save('shoes/1.bmp', bmp), to);
    expect(report.repaired).toBe(join(to, 'shoes', '1.png'));
  });

  test('takes bytes when the image is no file', async () => {
    const report = await preflightRepair({ path: 'oss://b/x/2.jpg', name: 'x/2.jpg', bytes: turned }, to);
    expect(report).toMatchObject({ path: 'oss://b/x/2.jpg', repaired: join(to, 'x', '2.jpg') });
  });

  test('writes nothing when nothing is wrong', async () => {
    const source = await save('1.jpg', fine);
    const verdict = await new ImageValidator().validate(source.path);
    for (const given of [source, { ...source, verdict }]) {
      expect(await preflightRepair(given, to)).toMatchObject({ repaired: null, steps: [], issues: [] });
    }
    expect(await filesIn(to)).toEqual([]);
  });

  test('writes nothing and says why when it cannot be repaired', async () => {
    const small = await makeImage({ format: 'jpeg', width: 50, height: 50 });
    const report = await preflightRepair(await save('1.jpg', small), to);
    expect(report.repaired).toBeNull();
    expect(codes(report)).toContain('IMAGE_REPAIR_TOO_SMALL');
    expect(await filesIn(to)).toEqual([]);
  });

  test('gives the same report when it runs again', async () => {
    const source = await save('1.jpg', turned);
    const first = await preflightRepair(source, to);
    expect(await preflightRepair(source, to)).toEqual(first);
  });

  test('never overwrites when the folder is that of the original', async () => {
    const source = await save('1.jpg', turned);
    const report = await preflightRepair(source, from);
    expect(report.repaired).toBeNull();
    expect(codes(report)).toEqual(['IMAGE_REPAIR_NAME_TAKEN']);
    expect(await readFile(source.path)).toEqual(turned);
    expect(await filesIn(from)).toEqual(['1.jpg', 'shoes']);
  });

  test('writes beside the original when the extension changes', async () => {
    const source = await save('1.bmp', bmp);
    const report = await preflightRepair(source, from);
    expect(report.repaired).toBe(join(from, '1.png'));
    expect(await preflightRepair(source, from)).toEqual(report);
  });

  test('never takes the name of another image when the extension changes', async () => {
    await save('1.png', await makeImage({ format: 'png', width: 120, height: 120 }));
    const report = await preflightRepair(await save('1.bmp', bmp), to);
    expect(report.repaired).toBeNull();
    expect(codes(report)).toEqual(['IMAGE_REPAIR_NAME_TAKEN']);
    expect(report.issues[0]?.message).toContain(join(from, '1.png'));
  });

  test.each(['../1.jpg', 'a/../../1.jpg', '/etc/1.jpg', 'C:\\1.jpg', '..\\1.jpg', '..'])(
    'refuses the name %s as it would leave the folder',
    async (name) => {
      const report = await preflightRepair({ path: 'x', name, bytes: turned }, to);
      expect(report.repaired).toBeNull();
      expect(codes(report)).toEqual(['IMAGE_REPAIR_NAME_OUTSIDE']);
      expect(await filesIn(home)).toEqual(['photos', join('photos', 'shoes')]);
    },
  );

  test('refuses a name when a link in the folder leads out of it', async () => {
    await mkdir(to, { recursive: true });
    await symlink(from, join(to, 'shoes'));
    const report = await preflightRepair({ path: 'x', name: 'shoes/deep/1.jpg', bytes: turned }, to);
    expect(codes(report)).toEqual(['IMAGE_REPAIR_NAME_OUTSIDE']);
    expect(await filesIn(from)).toEqual(['shoes']);
  });

  test('writes nothing when it is aborted', async () => {
    const reason = new Error('enough');
    const source = await save('1.jpg', turned);
    await expect(preflightRepair(source, to, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await filesIn(to)).toEqual([]);
  });
});
