import { closeSync, linkSync, mkdirSync, readSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  NotAFile,
  type OpenFile,
  OutsideFolder,
  openFile,
  openFileSync,
} from '../../../src/shared/files/regular-file.ts';
import { openFilesBelow, tellsOpenFiles } from '../../support/open-files.ts';
import fc from '../../support/properties.ts';
import { specialFiles } from '../../support/special-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const place = temporaryFolder();
const special = await specialFiles(place.path);
afterAll(() => {
  special[Symbol.dispose]();
  place[Symbol.dispose]();
});

const images = join(place.path, 'images');
const outside = join(place.path, 'images-of-others');
for (const folder of [images, join(images, 'deep'), outside]) mkdirSync(folder);
writeFileSync(join(images, 'a.png'), 'inside');
writeFileSync(join(images, 'deep', 'b.png'), 'inside');
writeFileSync(join(outside, 'secret.png'), 'secret');
const link = (name: string, target: string) => symlinkSync(target, join(images, name));
link('to-file.png', 'deep/b.png');
link('to-folder', 'deep');
link('secret.png', '../images-of-others/secret.png');
link('linkdir', outside);
link('twice', 'linkdir');

const OPENERS = [
  ['openFile()', async (path: string, folder?: string) => openFile(path, { folder })],
  ['openFileSync()', async (path: string, folder?: string) => openFileSync(path, folder)],
] as const;

const contentOf = ({ descriptor, size }: OpenFile): string => {
  const buffer = Buffer.alloc(size);
  readSync(descriptor, buffer);
  closeSync(descriptor);
  return buffer.toString();
};

describe.each(OPENERS)('%s', (_, open) => {
  it.each(special.paths)('refuses %s when it is given in place of a file: %s', async (kind, path) => {
    const error = await open(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotAFile);
    expect(error).toMatchObject({ path, message: expect.stringContaining(`it is ${kind}`) });
  });

  it.each(['a.png', 'deep/b.png', 'to-file.png', 'to-folder/b.png', 'linkdir/../images/a.png'])(
    'opens %s when it stays in the folder',
    async (name) => {
      expect(contentOf(await open(`${images}/${name}`, images))).toBe('inside');
    },
  );

  it.each(['secret.png', 'linkdir/secret.png', 'twice/secret.png'])(
    'refuses %s with its target when a link leads out of the folder',
    async (name) => {
      const error = await open(join(images, name), images).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(OutsideFolder);
      expect(error).toMatchObject({
        target: expect.stringMatching(/images-of-others\/secret\.png$/),
        message: expect.stringMatching(/images-of-others\/secret\.png.*followLinks 'anywhere'/),
      });
    },
  );

  it('opens what a link leads to when no folder is given', async () => {
    expect(contentOf(await open(join(images, 'secret.png')))).toBe('secret');
  });

  it('takes the folder by its real path when the folder itself is a link', async () => {
    const name = `images-link-${_}`;
    symlinkSync('images', join(place.path, name));
    expect(contentOf(await open(join(place.path, name, 'a.png'), join(place.path, name)))).toBe('inside');
  });

  it.runIf(tellsOpenFiles)('leaves no file open when it refuses one', async () => {
    for (const name of ['secret.png', 'linkdir/secret.png'])
      await open(join(images, name), images).catch(() => {});
    await open(images).catch(() => {});
    expect(openFilesBelow(place.path)).toEqual([]);
  });

  it('tells a file of the folder from one outside, whatever links lead there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('deep', 'to-folder', 'linkdir', 'twice', '..'), { maxLength: 4 }),
        fc.constantFrom('a.png', 'b.png', 'secret.png'),
        async (folders, file) => {
          const path = [images, ...folders, file].join('/'); // not normalised: the system follows links before it goes up
          const content = await open(path).then(contentOf, () => undefined);
          const bounded = await open(path, images).then(contentOf, (error: unknown) => error);
          if (content === 'inside') expect(bounded).toBe('inside');
          else if (content === 'secret') expect(bounded).toBeInstanceOf(OutsideFolder);
        },
      ),
    );
  });
});

describe('openFile()', () => {
  it('never opens a file outside while links are exchanged', async () => {
    const flipping = join(images, 'flipping');
    const targets = [join(images, 'deep'), outside];
    linkSync(join(images, 'deep', 'b.png'), join(images, 'deep', 'secret.png'));
    symlinkSync(targets[0] as string, flipping);
    for (let turn = 0; turn < 300; turn++) {
      const opening = openFile(join(flipping, 'secret.png'), { folder: images }).then(
        contentOf,
        () => 'refused',
      );
      symlinkSync(targets[turn % 2] as string, `${flipping}.new`);
      renameSync(`${flipping}.new`, flipping);
      expect(await opening).not.toBe('secret');
    }
  });
});
