import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Emulator, FaultRule } from '../../src/emulator/index.ts';
import { into, makeSamples, quickEmulator } from '../flow/import-test-bed.ts';
import { connectionOf, keysOf, runCli } from './run-cli.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let rows: string;
const ENTRIES = 6;
beforeAll(async () => {
  samples = await makeSamples();
  const good = samples.rows.filter(({ expected }) => expected === 'accepted').slice(0, ENTRIES);
  rows = good.map(({ productId, image }) => `${JSON.stringify({ productId, image })}\n`).join('');
});
afterAll(() => samples[Symbol.asyncDispose]());

/** A folder with the catalogue `shop.jsonl`. */
async function folderWith(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'interrupted-command-'));
  const catalogue = join(folder, 'shop.jsonl');
  await writeFile(catalogue, text);
  const remove = () => rm(folder, { recursive: true });
  return { folder, catalogue, state: join(folder, 'state'), [Symbol.asyncDispose]: remove };
}

const importOf = (source: string, emulator: Emulator): string[] => [
  ...['import', source, '--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)],
  ...['--concurrency', '2', '--lines-per-task', '3'],
];

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

const entriesOf = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8')).trimEnd().split('\n');

/** From some call on, the service takes each and never answers. */
const silence = (rule: Pick<FaultRule, 'service' | 'operation' | 'from' | 'workDone'>): FaultRule => ({
  ...rule,
  kind: 'silence',
  times: 'always',
});

/** Resolves once a call is without its answer. */
const isHit = (fault: { readonly hits: number }): Promise<void> =>
  vi.waitFor(() => expect(fault.hits).toBeGreaterThan(0), { timeout: 50_000 });

const MOMENTS: readonly (readonly [string, FaultRule])[] = [
  ['the instance is asked for', silence({ service: 'imageSearch', operation: 'Detail' })],
  ['images are uploaded', silence({ service: 'oss', operation: 'PutObject', from: 3 })],
  ['a task is started', silence({ service: 'imageSearch', operation: 'IncreaseInstance' })],
  [
    'a task has started without a word',
    silence({ service: 'imageSearch', operation: 'IncreaseInstance', workDone: true }),
  ],
  ['a task is waited for', silence({ service: 'imageSearch', operation: 'IncreaseList', from: 3 })],
  ['the gallery is asked', silence({ service: 'imageSearch', operation: 'CheckImageExists', from: 2 })],
];

const WAYS: readonly (readonly [string, readonly NodeJS.Signals[]])[] = [
  ['Ctrl-C', ['SIGINT']],
  ['a second signal at once', ['SIGINT', 'SIGTERM']],
];

describe.concurrent.each(WAYS)('imagesearch-import import ended by %s', (_, signals) => {
  it.each(MOMENTS)(
    'prints what continues it, to the very end, when %s without an answer',
    async (__, rule) => {
      await using emulator = await quickEmulator();
      await using at = await folderWith(rows);
      const { catalogue, state } = at;
      const args = [...importOf(catalogue, emulator), '--state', state];
      const env = keysOf(emulator);
      const fault = emulator.addFault(rule);
      const first = await runCli(args, { env, interruptWhen: isHit(fault), signals });
      expect(first.code).toBe(130);
      expect(lastLine(first.stderr)).toBe(`Continue with: imagesearch-import ${args.join(' ')}`);
      fault.remove();
      const second = await runCli(args, { env });
      expect(second.stdout).toContain(`${ENTRIES} entries: 0 refused, 0 skipped; ${ENTRIES} submitted`);
      expect(second.code).toBe(0);
      expect(emulator.gallery()).toHaveLength(ENTRIES);
      expect(await entriesOf(join(state, 'imported.jsonl'))).toHaveLength(ENTRIES);
    },
  );

  it('prints what continues it when its catalogue is being read', async () => {
    await using emulator = await quickEmulator();
    await using at = await folderWith('');
    const args = [...importOf('-', emulator), '--state', at.state, '--format', 'jsonl'];
    const env = keysOf(emulator);
    const input = `${rows}${'\n'.repeat(300_000)}`; // a source is looked at, 256 KiB of it, before its rows are read
    const first = await runCli(args, {
      ...{ env, signals, input, keepsInputOpen: true, interruptAt: 'read as jsonl' },
    });
    expect(first.code).toBe(130);
    expect(lastLine(first.stderr)).toBe(`Continue with: imagesearch-import ${args.join(' ')}`);
    const second = await runCli(args, { env, input: rows });
    expect(second.code).toBe(0);
    expect(emulator.gallery()).toHaveLength(ENTRIES);
  });

  it('names the folder that was kept, from which it continues, when it has no --state', async () => {
    await using emulator = await quickEmulator();
    await using at = await folderWith(rows);
    const { catalogue, folder } = at;
    const env = { ...keysOf(emulator), TMPDIR: folder };
    const fault = emulator.addFault(silence({ service: 'oss', operation: 'PutObject', from: 3 }));
    const args = importOf(catalogue, emulator);
    const first = await runCli(args, { env, interruptWhen: isHit(fault), signals });
    const [kept = ''] = (await readdir(folder)).filter((name) => name.startsWith('imagesearch-import-'));
    expect(lastLine(first.stderr)).toBe(`What was done is kept: continue with --state ${join(folder, kept)}`);
    fault.remove();
    const second = await runCli([...args, '--state', join(folder, kept)], { env });
    expect(second.code).toBe(0);
    expect(emulator.gallery()).toHaveLength(ENTRIES);
  });
});

describe.concurrent('imagesearch-import import without --state', () => {
  it.each([
    ['has imported every entry', () => rows, 0],
    ['refuses every entry', () => '{"productId":"1","image":"none.jpg"}\n', 1],
    ['cannot read its catalogue', () => '{"colour":"red"}\n', 1],
  ])('leaves nothing among the temporary files when it %s', async (_, text, expected) => {
    await using emulator = await quickEmulator();
    await using at = await folderWith(text());
    const { catalogue, state: temporary } = at;
    await mkdir(temporary);
    const env = { ...keysOf(emulator), TMPDIR: temporary };
    const { code } = await runCli(importOf(catalogue, emulator), { env });
    expect(code).toBe(expected);
    expect(await readdir(temporary)).toEqual([]);
  });
});
