import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { into, quickEmulator } from '../flow/import-test-bed.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-catalogue-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.concurrent('imagesearch-import build', () => {
  it.each<[string, string[], RegExp]>([
    ['a delimiter that is none', ['--delimiter', 'x'], /comma, semicolon, tab, pipe/],
    ['an encoding that is none', ['--encoding', 'klingon'], /utf8, utf16le, utf16be, gbk, auto/],
    ['a column without a name of its own', ['--column', 'Image'], /such as Image=image_link/],
    ['a column without a name of ours', ['--column', '=image_link'], /such as Image=image_link/],
    ['an image separator that is none', ['--image-separator', 'xx'], /comma, semicolon, pipe, newline, none/],
    ['a preset that is none', ['--preset', 'etsy'], /shopify/],
    ['a format that is none', ['--format', 'docx'], /jsonl/],
  ])('exits with 2 before it reads anything when given %s', async (_, args, expected) => {
    const { code, stdout, stderr } = await runCli(['build', at('nowhere.csv'), '-o', at('x.meta'), ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toContain('nowhere.csv');
  });

  it.each(['increment.meta', 'Shop.meta', 'deep/increment.meta'])(
    'does not take the file that it wrote for an image when it builds %s in the folder of images again',
    async (name) => {
      const images = at(`images-${name.replace('/', '-')}`);
      await mkdir(images);
      await writeFile(join(images, 'a.jpg'), 'a');
      const build = () => runCli(['build', images, '-o', join(images, name)]);
      const first = await build();
      const written = await readFile(join(images, name), 'utf8');
      const second = await build();
      expect([first.code, second.code]).toEqual([0, 0]);
      expect(second.stdout).toBe(first.stdout);
      expect(await readFile(join(images, name), 'utf8')).toBe(written);
    },
  );

  it('does not write over the catalogue when the path leads to it by a link', async () => {
    await writeFile(at('linked.csv'), 'ProductId,Image\n1,a.jpg\n');
    await symlink(at('linked.csv'), at('link.meta'));
    const { code, stderr } = await runCli(['build', at('linked.csv'), '-o', at('link.meta')]);
    expect([code, await readFile(at('linked.csv'), 'utf8')]).toEqual([2, 'ProductId,Image\n1,a.jpg\n']);
    expect(stderr).toContain('is the catalogue itself');
  });

  it('names product and image of what it leaves out', async () => {
    await writeFile(at('names.csv'), 'ProductId,Image\nP1,shoes/a\n,b.jpg\n');
    const args = ['build', at('names.csv'), '-o', at('names/increment.meta')];
    const { stdout } = await runCli(args);
    expect(stdout).toMatch(/names\.csv:2 error META_PIC_NAME_EXTENSION P1 shoes\/a /);
    expect(stdout).toMatch(/names\.csv:3 error CATALOGUE_PRODUCT_ID_MISSING b\.jpg /);
    const [, first] = jsonLines((await runCli([...args, '--json'])).stdout);
    expect(first).toMatchObject({ line: 2, productId: 'P1', picName: 'shoes/a' });
  });

  it('reads a catalogue by the options that are given', async () => {
    const rows = ['"id"|"photos"|"Catgory"', '1|a.jpg;b.jpg|5', '', '2|c.jpg|6'];
    await writeFile(at('options.txt'), rows.join('\n'));
    const args = ['build', at('options.txt'), '-o', at('options/increment.meta'), '--format', 'csv'];
    const options = ['--delimiter', 'pipe', '--column', 'Image=photos', '--image-separator', 'semicolon'];
    const { code, stdout, stderr } = await runCli([...args, ...options]);
    expect([code, stdout]).toEqual([
      0,
      `${at('options/increment.meta')}: 3 ADD, 0 DELETE; 0 of 3 entries refused\n`,
    ]);
    expect(stderr).toMatch(/^.*options\.txt: read as csv, utf-8, separated by "\|"; .*image from "photos"/);
    expect(stderr).toContain('did you mean categoryId by "Catgory"?');
    expect(stderr).toMatch(/options\.txt: passed over 1: 1 empty\n$/);
    const json = jsonLines((await runCli([...args, ...options, '--json'])).stdout);
    expect(json[0]).toMatchObject({ columns: { columns: { image: ['photos'] } } });
  });

  it('reads standard input when told -', async () => {
    const input = '{"id":"1","image":"a.jpg"}\n';
    const args = ['build', '-', '--format', 'jsonl', '-o', at('stdin/increment.meta')];
    const { code, stderr } = await runCli(args, { input });
    expect([code, stderr.split(':')[0]]).toEqual([0, '-']);
    expect(await readFile(at('stdin/increment.meta'), 'utf8')).toContain('"PicName":"a.jpg"');
  });

  it('leaves out what --exclude matches, and takes what --include matches alone', async () => {
    for (const name of ['keep/a.jpg', 'keep/b.png', 'old/c.jpg']) {
      await mkdir(join(at('globs'), name, '..'), { recursive: true });
      await writeFile(join(at('globs'), name), '');
    }
    const args = ['build', at('globs'), '-o', at('globs-out/increment.meta')];
    const { stderr } = await runCli([...args, '--include', '*.jpg', '--exclude', 'old/**', '--exclude', 'x']);
    expect(stderr).toMatch(/passed over 2: 2 excluded\n$/);
    expect(await readFile(at('globs-out/increment.meta'), 'utf8')).toMatch(/^[^\n]*keep\/a\.jpg[^\n]*\n$/);
  });

  it('refuses a DELETE of a whole product, and takes and tells it with --allow-product-deletes', async () => {
    await writeFile(at('deletes.csv'), 'OperationType,ProductId,Image\nDELETE,P1,\n');
    const args = ['build', at('deletes.csv'), '-o', at('deletes/increment.meta')];
    const refused = await runCli(args);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(/deletes\.csv:2 error CATALOGUE_PRODUCT_DELETE P1 /);
    const taken = await runCli([...args, '--allow-product-deletes']);
    expect(taken.code).toBe(0);
    expect(taken.stderr).toMatch(/deletes\.csv:2 warning CATALOGUE_PRODUCT_DELETE P1 /);
  });

  it('says that a catalogue has no entry, and writes no file', async () => {
    await writeFile(at('none.jsonl'), '\n\n');
    const { code, stderr } = await runCli(['build', at('none.jsonl'), '-o', at('none/increment.meta')]);
    expect(code).toBe(1);
    expect(stderr).toContain('has no row: all it holds was passed over');
    expect(await readdir(folder)).not.toContain('none');
  });
});

it('imagesearch-import import exits with 1 and says why when the catalogue has no entry', async () => {
  await using emulator = await quickEmulator();
  await writeFile(at('empty.csv'), 'ProductId,Image\n');
  const args = ['import', at('empty.csv'), '--images', folder, '--to', into(emulator).to];
  const { code, stderr } = await runCli([...args, ...connectionOf(emulator)], { env: keysOf(emulator) });
  expect(code).toBe(1);
  expect(stderr).toContain('it has a header and no rows');
});
