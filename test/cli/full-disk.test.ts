import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { into, quickEmulator } from '../flow/import-test-bed.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

const place = temporaryFolder();
afterAll(() => place[Symbol.dispose]());
const COUNT = 120;
writeFileSync(join(place.path, 'a.png'), await makeImage({ format: 'png', width: 200, height: 200 }));
const rows = Array.from({ length: COUNT }, (_, n) => `P${n},a.png,${n}.png,${'c'.repeat(200)}`);
const catalogue = join(place.path, 'shop.csv');
writeFileSync(catalogue, ['ProductId,Image,PicName,CustomContent', ...rows].join('\n'));

describe('imagesearch-import with a disk that is full', () => {
  // A limit of the size of files stands for the disk: one is reached while the catalogue is planned, one in the ledger.
  it.each([16, 110])(
    'says so, keeps the state and continues when a file may have %i blocks',
    async (fileBlocks) => {
      await using emulator = await quickEmulator();
      const state = join(place.path, `state-${fileBlocks}`);
      const args = [
        ...['import', catalogue, '--images', place.path, '--to', into(emulator).to, '--verify', 'no'],
        ...[...connectionOf(emulator), '--state', state, '--json'],
      ];
      const env = keysOf(emulator);
      const stopped = await runCli(args, { env, fileBlocks });
      expect(stopped.stderr).toContain('[DISK_FULL]');
      expect(stopped.stderr).toContain('Free space on the disk');
      expect(stopped.stderr).toContain(state);
      expect(stopped.stderr).not.toContain('    at ');
      expect(stopped.code).toBe(2);
      const { code, stdout } = await runCli(args, { env });
      expect(jsonLines(stdout).at(-1)).toMatchObject({
        summary: { supplied: COUNT, succeeded: COUNT, tasks: 1 },
      });
      expect(code).toBe(0);
    },
  );

  it('says so when increment.meta does not fit', async () => {
    const out = join(place.path, 'increment.meta');
    const { code, stderr } = await runCli(['build', catalogue, '-o', out], { fileBlocks: 16 });
    expect(stderr).toContain('[DISK_FULL]');
    expect(code).toBe(2);
  });
});
