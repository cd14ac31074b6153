import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const LOOPBACK = 'http://127.0.0.1:1/a.jpg';

it('an image that is refused for an option names its flag, for people and programs', async () => {
  const says = 'which is read with --allow-private-addresses alone';
  expect((await runHere(['preflight', LOOPBACK])).stdout).toContain(says);
  const [first] = jsonLines((await runHere(['preflight', LOOPBACK, '--json'])).stdout);
  expect(JSON.stringify(first)).toContain(says);
});

it('rows and columns that another encoding would read name --encoding, for people and programs', async () => {
  using folder = temporaryFolder();
  const shop = join(folder.path, 'shop.csv');
  writeFileSync(shop, Buffer.from('ProductId,Image\n1,\xba\xec.jpg\n', 'latin1'));
  const args = ['build', shop, '-o', join(folder.path, 'increment.meta')];
  const { stdout, stderr } = await runHere(args);
  const { stdout: json } = await runHere([...args, '--json']);
  for (const text of [stdout, stderr, json]) expect(text).not.toMatch(/encoding: \S+ or/);
  expect(stderr).toContain('read it with --encoding gb18030');
  expect(json).toContain('name its encoding with --encoding');
});

it('a budget that is used up names its flag, for people and programs', async () => {
  using folder = temporaryFolder();
  const shop = join(folder.path, 'shop.csv');
  writeFileSync(shop, 'ProductId,Image\n1,a.jpg\n');
  await using emulator = await startEmulator();
  const args = ['import', shop, '--images', folder.path, '--to', `oss://${emulator.bucketName}/a`];
  const all = [...args, ...connectionOf(emulator), '--max-refused', '0', '--json'];
  const { stdout, stderr } = await runCli(all, { env: keysOf(emulator) });
  const says = "'--max-refused' is 0";
  expect(stderr).toContain(says);
  expect(jsonLines(stdout).at(-1)).toMatchObject({ error: { message: expect.stringContaining(says) } });
});
