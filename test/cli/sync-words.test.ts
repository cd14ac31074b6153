import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { into, makeSamples, quickEmulator } from '../flow/import-test-bed.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

interface Line {
  readonly productId: string;
  readonly source: string | null;
  readonly line: number | null;
  readonly issues: readonly { readonly code: string; readonly message: string }[];
}

describe.concurrent('what is said of a sync and a verification', () => {
  it('a sync names no row when an image is missing, and its dry run shows the limits of images', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const target = ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];
    const dryRun = ['--state', at('dry'), '--dry-run', '--report', at('dry.html'), '--json'];
    const { stdout } = await runCli(['sync', samples.path, ...target, ...dryRun], { env: keysOf(emulator) });
    const lines = jsonLines(stdout) as unknown as Line[];
    const missing = lines.find(({ issues = [] }) => issues.some(({ code }) => code === 'IMAGE_MISSING'));
    expect(missing).toMatchObject({ source: null, line: null });
    expect(missing?.issues[0]?.message).not.toContain('in row');
    expect(readFileSync(at('dry.html'), 'utf8')).toContain('"maxSide":4096');
  });

  it('an import is refused, and the other way round, when its state is that of a sync', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const target = ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];
    const run = (command: string, state: string, more: readonly string[] = []) =>
      runCli([command, samples.path, ...target, '--state', at(state), ...more], { env: keysOf(emulator) });
    await run('sync', 'synced', ['--dry-run']);
    await run('import', 'imported', ['--max-refused', '0']);
    const [imported, synced] = [await run('import', 'synced'), await run('sync', 'imported')];
    expect(imported).toMatchObject({ code: 2 });
    expect(imported.stderr).toContain('for an import as it is the state of a sync: name another folder');
    expect(synced.stderr).toContain('for a sync as it is the state of an import: name another folder');
  });

  it('verify speaks of no task, and counts what differs in one way, when images are missing', async () => {
    await using emulator = await quickEmulator();
    const args = ['verify', samples.path, ...connectionOf(emulator)];
    const { stdout } = await runCli(args, { env: keysOf(emulator) });
    expect(stdout).toContain('The gallery does not hold this image: bring it in with import');
    expect(stdout).not.toContain('task');
    expect(stdout).toMatch(/(\d+) of \1 not as expected/);
  });
});
