import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FolderOptions, openFolder } from '../../../src/catalogue/folder/open-folder.ts';
import { linkOutside } from '../../../src/shared/files/regular-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rowsIn } from '../raw-rows.ts';

function folderOf(...paths: readonly (string | Buffer)[]) {
  const folder = temporaryFolder();
  for (const path of paths) {
    const full = Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from(path)]);
    mkdirSync(dirname(full.toString()), { recursive: true });
    writeFileSync(full, '');
  }
  return folder;
}

/** Each file's image, reason or message, in order. */
async function read(folder: { readonly path: string }, options: FolderOptions = {}) {
  const rows = await rowsIn(openFolder(folder.path, options));
  expect(rows.map(({ place }) => place)).toEqual(
    rows.map((_, n) => ({ source: folder.path, line: n + 1, lines: 1 })),
  );
  return rows.map(
    ({ object, passedOver, issues }) =>
      object?.['image'] ?? passedOver ?? issues.map(({ code, message }) => `${code}: ${message}`).join(),
  );
}

describe('openFolder', () => {
  test('gives every file as an entry, folder by folder', async () => {
    using folder = folderOf('b.jpg', 'a/z.png', 'a/b/c.jpg', 'plain');
    const rows = await rowsIn(openFolder(folder.path, {}));
    expect(rows.map(({ object }) => object)).toEqual([
      { productId: 'a/b/c', image: 'a/b/c.jpg' },
      { productId: 'a/z', image: 'a/z.png' },
      { productId: 'b', image: 'b.jpg' },
      { productId: 'plain', image: 'plain' },
    ]);
  });

  test.each([
    ...['Thumbs.db', 'desktop.ini', 'a/.DS_Store', '._a.jpg', 'README.txt', 'increment.meta', 'shop.csv'],
    ...['shop.csv.gz', 'a/~$shop.xlsx', '.git/config', '__MACOSX/a.jpg', '@eaDir/a.jpg'],
  ])('passes %s over, and counts it', async (path) => {
    using folder = folderOf(path, 'z.jpg');
    expect(await read(folder)).toEqual(['systemFile', 'z.jpg']);
  });

  test('counts a hidden folder once, whatever it holds', async () => {
    using folder = folderOf('.git/a', '.git/b', 'z.jpg');
    expect(await read(folder)).toEqual(['systemFile', 'z.jpg']);
  });

  test.each<[FolderOptions, readonly string[]]>([
    [{ include: ['*.jpg'] }, ['a/b.jpg', 'excluded', 'd.jpg']],
    [{ include: ['a/*'] }, ['a/b.jpg', 'a/c.png', 'excluded']],
    [{ exclude: ['a/**'] }, ['excluded', 'excluded', 'd.jpg']],
    [{ include: ['**/*.{jpg,png}'], exclude: ['b.*', 'd.*'] }, ['excluded', 'a/c.png', 'excluded']],
    [{ include: [] }, ['excluded', 'excluded', 'excluded']],
  ])('takes with %j what its globs say', async (options, expected) => {
    using folder = folderOf('a/b.jpg', 'a/c.png', 'd.jpg');
    expect(await read(folder, options)).toEqual(expected);
  });

  test('follows links that stay in the folder, refuses those that lead out of it, and ends loops', async () => {
    using outside = folderOf('secret.jpg');
    using folder = folderOf('a/b.jpg');
    const link = (target: string, path: string) => symlinkSync(target, join(folder.path, path));
    link('..', 'a/parent');
    link('../a', 'a/self');
    link('a', 'to-folder');
    link('a/b.jpg', 'to-file.jpg');
    link('nowhere', 'to-nothing');
    link(outside.path, 'to-outside');
    link(join(outside.path, 'secret.jpg'), 'to-secret.jpg');
    expect(await read(folder)).toEqual([
      'a/b.jpg',
      'link',
      'link',
      'to-file.jpg',
      'to-folder/b.jpg',
      'link',
      'link',
      'CATALOGUE_UNREADABLE: "to-nothing" is a link that leads nowhere: correct or delete it',
      `CATALOGUE_UNREADABLE: ${linkOutside('to-outside', realpathSync(outside.path))}`,
      `CATALOGUE_UNREADABLE: ${linkOutside('to-secret.jpg', join(realpathSync(outside.path), 'secret.jpg'))}`,
    ]);
  });

  test('follows links anywhere when asked, and enters no folder twice by links', async () => {
    using outside = folderOf('secret.jpg');
    using folder = folderOf('a/b.jpg');
    symlinkSync(outside.path, join(folder.path, 'to-outside'));
    symlinkSync(folder.path, join(outside.path, 'back'));
    expect(await read(folder, { followLinks: 'anywhere' })).toEqual([
      'a/b.jpg',
      'link',
      'to-outside/secret.jpg',
    ]);
  });

  test('does not take a neighbour whose name begins like the folder for a part of it', async () => {
    using parent = folderOf('images/a.jpg', 'images-old/b.jpg');
    symlinkSync('../images-old', join(parent.path, 'images/old'));
    expect(await read({ path: join(parent.path, 'images') }, { followLinks: 'inside' })).toEqual([
      'a.jpg',
      expect.stringMatching(/leads out of the folder/),
    ]);
  });

  test('refuses a name that is no UTF-8, and shows its bytes', async () => {
    using folder = folderOf(Buffer.from([0xba, 0xec, 0xd0, 0xac, 0x2e, 0x6a, 0x70, 0x67]), 'a.jpg');
    expect(await read(folder)).toEqual([
      'a.jpg',
      'CATALOGUE_ENCODING: The name \\xBA\\xEC\\xD0\\xAC.jpg is not UTF-8: rename the file or folder, which stands here with its bytes (convmv -f gbk -t utf-8 does that for many)',
    ]);
  });

  test('stops at once when the signal aborts', async () => {
    using folder = folderOf('a.jpg');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(rowsIn(openFolder(folder.path, { signal }))).rejects.toThrow('enough');
  });
});
