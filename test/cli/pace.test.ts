import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { quickEmulator } from '../flow/import-test-bed.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let emulator: Emulator;
let folder: string;
beforeAll(async () => {
  [emulator, folder] = [await quickEmulator(), await mkdtemp(join(tmpdir(), 'pace-'))];
  await writeFile(join(folder, 'a.png'), await makeImage({ format: 'png', width: 120, height: 100 }));
  await writeFile(join(folder, 'shop.csv'), 'ProductId,Image\nP1,a.png\n');
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

const importAt = (...paces: readonly string[]) => {
  const flags = paces.flatMap((pace) => ['--requests-per-second', pace]);
  const how = ['--images', folder, '--route', 'direct', '--dry-run', '--json'];
  const args = ['import', join(folder, 'shop.csv'), ...how, ...connectionOf(emulator), ...flags];
  return runCli(args, { env: keysOf(emulator) });
};

it('--requests-per-second says how often an instance may be called, by operation', async () => {
  const { code, stdout } = await importAt('DeleteImage=7', 'AddImage=0.01', 'CheckImageExists=0.02');
  expect(code).toBe(0);
  expect(jsonLines(stdout).at(-1)).toMatchObject({
    summary: { dryRun: { seconds: { upload: 100, verification: 50 } } },
  });
});

it.each([
  ['AddImages=5', /'--requests-per-second' must be one of/],
  ['AddImage', /an operation, = and its calls in a second, such as AddImage=5/],
  ['AddImage=0', /a number above 0/],
])('--requests-per-second %s is refused before anything is called', async (pace, message) => {
  const { code, stdout } = await importAt(pace);
  expect([code, stdout]).toEqual([2, expect.stringMatching(message)]);
});
