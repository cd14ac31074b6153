import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { into, makeSamples, quickEmulator } from '../flow/import-test-bed.ts';
import { connectionOf, keysOf, runCli } from './run-cli.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'continued command ')); // a name that a shell must be told as one
});
afterEach(() => rm(folder, { recursive: true }));

const importOf = (emulator: Emulator): string[] => [
  ...['import', samples.path, '--images', samples.dir, '--to', into(emulator).to],
  ...[...connectionOf(emulator), '--concurrency', '1', '--lines-per-task', '20'],
];

/** Runs an import and interrupts it while the bucket leaves an image without an answer. */
async function interrupted(emulator: Emulator, args: readonly string[], env: Record<string, string> = {}) {
  const silence = emulator.addFault({
    ...{ kind: 'silence', service: 'oss', operation: 'PutObject', from: 3, times: 'always' },
  });
  const result = await runCli(args, { env: { ...keysOf(emulator), ...env }, interruptAt: 'Uploading' });
  silence.remove();
  return result;
}

it('imagesearch-import import ends at Ctrl-C with the command that continues it', async () => {
  await using emulator = await quickEmulator();
  const state = join(folder, 'state');
  const args = [...importOf(emulator), '--state', state];
  const first = await interrupted(emulator, args);
  expect(first.code).toBe(130);
  const last = first.stderr.trimEnd().split('\n').at(-1) ?? '';
  expect(last).toMatch(/^Continue with: imagesearch-import import /);
  expect(last).toContain(`--state '${state}'`);

  const second = await runCli([...args, '--verify', 'no'], { env: keysOf(emulator) });
  const good = samples.rows.filter(({ expected }) => expected === 'accepted').length;
  expect(second.stdout).toContain(`${samples.rows.length} entries: `);
  expect(second.code).toBe(1); // some images were refused
  expect(second.stderr).toContain(`to be corrected and imported: ${join(state, 'refused.csv')}`);
  expect(emulator.gallery()).toHaveLength(good);
  const imported = await readFile(join(state, 'imported.jsonl'), 'utf8');
  expect(imported.trimEnd().split('\n')).toHaveLength(good);
});

it('imagesearch-import import without --state names the folder that was kept at Ctrl-C', async () => {
  await using emulator = await quickEmulator();
  const { code, stderr } = await interrupted(emulator, importOf(emulator), { TMPDIR: folder });
  expect(code).toBe(130);
  const [kept = ''] = await readdir(folder);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(
    `What was done is kept: continue with --state '${join(folder, kept)}'`,
  );
});

it('imagesearch-import import names the limit to raise when it has ended the import', async () => {
  await using emulator = await quickEmulator();
  const args = [...importOf(emulator), '--state', join(folder, 'state'), '--max-refused', '0'];
  const { code, stderr } = await runCli(args, { env: keysOf(emulator) });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Continue, with a higher --max-refused: imagesearch-import import /m);
});

it('imagesearch-import import does not advise to type again what must fail again', async () => {
  await using emulator = await quickEmulator();
  const args = [
    ...importOf(emulator),
    '--state',
    join(folder, 'state'),
    '--column',
    'productId=no such column',
  ];
  const { code, stderr } = await runCli(args, { env: keysOf(emulator) });
  expect(code).toBe(2);
  expect(stderr).toContain('no such column');
  expect(stderr).not.toContain('Continue');
});

it('imagesearch-import import with --dry-run says that it checks images, not that it uploads them', async () => {
  await using emulator = await quickEmulator();
  const { stderr } = await runCli([...importOf(emulator), '--dry-run'], { env: keysOf(emulator) });
  expect(stderr).toContain('Checking images');
  expect(stderr).not.toContain('Uploading');
});

it('imagesearch-import import with --verify no does not say that it asks the gallery', async () => {
  await using emulator = await quickEmulator();
  const { stderr } = await runCli([...importOf(emulator), '--verify', 'no'], { env: keysOf(emulator) });
  expect(stderr).toContain('Uploading');
  expect(stderr).not.toContain('Asking the gallery');
});
