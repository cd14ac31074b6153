import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { keysOf, runCli } from './run-cli.ts';

it('--verbose prints each call of OSS on standard error, with what it does, and nothing secret', async () => {
  await using emulator = await startEmulator();
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'a.png'), await makeImage({ format: 'png', width: 120, height: 120 }));
  const to = `oss://${emulator.bucketName}/up`;
  const place = ['--region', emulator.regionId, '--oss-endpoint', emulator.ossEndpoint];
  const args = ['upload', folder.path, to, ...place, '--verbose', '--json'];
  const { code, stdout, stderr } = await runCli(args, { env: keysOf(emulator) });
  expect(code).toBe(0);
  expect(stderr).toMatch(
    new RegExp(`^call store ${to}/a\\.png, attempt 1: fine, status 200, \\d+ ms, request \\S+$`, 'm'),
  );
  expect(stdout).not.toContain('call store');
  for (const secret of Object.values(keysOf(emulator))) expect(stderr).not.toContain(secret);
});
