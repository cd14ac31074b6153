import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { into, quickEmulator } from '../flow/import-test-bed.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const image = await makeImage({ format: 'png', width: 200, height: 200 });
const COUNT = 300;
for (let n = 0; n < COUNT; n++) writeFileSync(join(folder.path, `${n}.png`), image);

describe('imagesearch-import with few open files', () => {
  it.each([40, 64])('imports every image when it may open %i', async (openFiles) => {
    await using emulator = await quickEmulator();
    const args = ['import', folder.path, '--images', folder.path, '--to', into(emulator).to];
    const { code, stdout, stderr } = await runCli(
      [...args, ...connectionOf(emulator), '--concurrency', '100', '--json'],
      { env: keysOf(emulator), openFiles },
    );
    expect(stderr).toContain('FEW_FILES');
    expect(jsonLines(stdout).at(-1)).toMatchObject({ summary: { supplied: COUNT, succeeded: COUNT } });
    expect(code).toBe(0);
  });

  it('accepts every image in a preflight when it may open 40', async () => {
    const args = ['preflight', folder.path, '--concurrency', '100', '--json'];
    const { code, stdout, stderr } = await runCli(args, { openFiles: 40 });
    expect(stderr).toContain('FEW_FILES');
    expect(jsonLines(stdout).at(-1)).toEqual({ summary: { images: COUNT, accepted: COUNT, refused: 0 } });
    expect(code).toBe(0);
  });

  // How many files Node.js itself needs depends on its version: below that, the program is not even read.
  it.each([24, 28, 32])(
    'says in one line what to do, or accepts every image, when it may open %i',
    async (openFiles) => {
      const { code, stdout, stderr } = await runCli(['preflight', folder.path, '--json'], { openFiles });
      if (/EMFILE: too many open files, open '.*cli\.js'/.test(stderr)) return;
      if (code === 0)
        expect(jsonLines(stdout).at(-1)).toEqual({ summary: { images: COUNT, accepted: COUNT, refused: 0 } });
      else expect([code, stderr]).toEqual([2, CANNOT_START]);
    },
  );
});

const CANNOT_START =
  'Cannot start as this process may open too few files: raise the limit (ulimit -n 1024)\n';
