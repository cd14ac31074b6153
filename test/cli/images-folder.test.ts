import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { quickEmulator } from '../flow/import-test-bed.ts';
import { openSyncBed, type SyncBed } from '../flow/sync/sync-bed.ts';
import { startS3Server } from '../sources/s3-server.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let bed: SyncBed;
let emulator: Emulator;
beforeAll(async () => {
  bed = await openSyncBed();
  emulator = await quickEmulator();
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  await emulator.close();
  await bed[Symbol.asyncDispose]();
});

const catalogueOf = async (name: string, image: string) => {
  const path = join(bed.folder, name);
  await writeFile(path, `ProductId,Image\nP1,${image}\n`);
  return path;
};

async function submitted(command: string, catalogue: string, more: readonly string[] = [], cwd = bed.images) {
  const where = ['--to', `oss://${emulator.bucketName}/in`, ...connectionOf(emulator)];
  const { code, stdout, stderr } = await runCli([command, catalogue, ...where, ...more, '--json'], {
    ...{ env: keysOf(emulator), cwd },
  });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return jsonLines(stdout).find((line) => 'summary' in line)?.['summary'];
}

describe('without --images', () => {
  it('import takes images behind URLs when the catalogue names no file', async () => {
    await using server = await startS3Server('shop');
    server.objects.set('a.png', await readFile(join(bed.images, '0.png')));
    const catalogue = await catalogueOf('urls.csv', `${server.endpoint}/shop/a.png`);
    expect(await submitted('import', catalogue, ['--allow-private-addresses'])).toMatchObject({
      ...{ supplied: 1, succeeded: 1 },
    });
  });

  it.each(['import', 'sync'])('%s finds files in the current folder', async (command) => {
    const catalogue = await catalogueOf(`${command}.csv`, '1.png');
    expect(await submitted(command, catalogue)).toMatchObject({ supplied: 1, succeeded: 1 });
  });

  it.each(['import', 'sync'])(
    '%s finds the files of a folder that is itself the catalogue',
    async (command) => {
      const summary = await submitted(command, bed.images, ['--include', '2.png'], bed.folder);
      expect(summary).toMatchObject({ supplied: 1, succeeded: 1 });
    },
  );
});
