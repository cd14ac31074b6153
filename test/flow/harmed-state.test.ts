import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { type ImportProgress, importCatalogue } from '../../src/index.ts';
import { listData } from '../support/rpc-call.ts';
import { importAndCollect, into, quickEmulator } from './import-test-bed.ts';
import { filedLine, outcomesIn } from './outcome-files.ts';

const [ENTRIES, SHARDS] = [40, 2];
const PROGRAM = fileURLToPath(new URL('./killed-import.mjs', import.meta.url));

let folder: string;
let catalogue: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmed-state-'));
  await chmod(folder, 0o777);
  const picture = await makeImage({ format: 'png', width: 120, height: 100 });
  for (let n = 0; n < ENTRIES; n++) await writeFile(join(folder, `${n}.png`), picture);
  catalogue = join(folder, 'catalogue.jsonl');
  const rows = Array.from({ length: ENTRIES }, (_, n) => ({ productId: `P${n}`, image: `${n}.png` }));
  await writeFile(catalogue, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
});
afterEach(() => rm(folder, { recursive: true }));

const optionsFor = (emulator: Emulator) => ({
  ...into(emulator),
  ...{ images: folder, state: join(folder, 'state'), linesPerTask: ENTRIES / SHARDS, concurrency: 2 },
});

async function expectContinued(emulator: Emulator): Promise<void> {
  const options = optionsFor(emulator);
  const { summary } = await importAndCollect(catalogue, options);
  expect(summary).toMatchObject({ supplied: ENTRIES, succeeded: ENTRIES, tasks: SHARDS });
  const filed = await outcomesIn(options.state);
  expect(filed.map(({ outcome: { place, status } }) => filedLine(place.line, status)).toSorted()).toEqual(
    Array.from({ length: ENTRIES }, (_, n) => filedLine(n + 1, 'imported')).toSorted(),
  );
  expect(emulator.gallery()).toHaveLength(ENTRIES);
  const { Increments } = await listData(emulator, { PageSize: '100' });
  expect(Increments.Instance).toHaveLength(SHARDS);
}

async function stopWhen(emulator: Emulator, isTime: (progress: ImportProgress) => boolean): Promise<void> {
  const stop = new AbortController();
  const onProgress = (progress: ImportProgress) => {
    if (isTime(progress)) stop.abort(new Error('enough'));
  };
  const importing = importCatalogue(catalogue, { ...optionsFor(emulator), signal: stop.signal, onProgress });
  await expect(importing).rejects.toThrow('enough');
}

type ImportProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Starts an import in a process of its own, by a shell that has something to say first. */
function startProcess(
  emulator: Emulator,
  first: string,
  options: { readonly uid?: number } = {},
): ImportProcess {
  const { clock: _, ...plain } = optionsFor(emulator);
  const argument = JSON.stringify({ catalogue, options: plain, timesFaster: 50 });
  const command = `${first}; exec "$0" "$@"`;
  return spawn('bash', ['-c', command, process.execPath, PROGRAM, argument], {
    ...{ stdio: ['ignore', 'pipe', 'pipe'], ...options },
  });
}

/** Waits for the end of an import that must fail, and returns what it says on standard error. */
async function failureOf(child: ImportProcess): Promise<string> {
  child.stdout.resume();
  const ended = once(child, 'close');
  const said = await text(child.stderr);
  expect(await ended).toEqual([1, null]);
  return said;
}

describe('importCatalogue() with a harmed state', () => {
  it.each([1, 2, 4, 6, 8])(
    'names the file that cannot grow beyond %i KiB, and continues once it can',
    async (KiB) => {
      await using emulator = await quickEmulator();
      const said = await failureOf(startProcess(emulator, `trap '' XFSZ; ulimit -f ${KiB}`));
      expect(said).toMatch(/EFBIG/);
      expect(said).toContain(join(folder, 'state'));
      await expectContinued(emulator);
    },
  );

  it('names the folder that it may not write to', async () => {
    await using emulator = await quickEmulator();
    await stopWhen(emulator, ({ stage }) => stage === 'waiting');
    await chmod(join(folder, 'state'), 0o555);
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {}; // root may write everywhere
    const said = await failureOf(startProcess(emulator, ':', nobody));
    expect(said).toMatch(/EACCES/);
    expect(said).toContain(join(folder, 'state'));
    await chmod(join(folder, 'state'), 0o755);
    await expectContinued(emulator);
  });

  it.each(['shards/1.entries.jsonl', 'shards/1.ledger.jsonl', 'shards/2.entries.jsonl'])(
    'names %s when it is gone, and starts no further task',
    async (name) => {
      await using emulator = await quickEmulator();
      await stopWhen(emulator, ({ stage }) => stage === 'waiting');
      const { state } = optionsFor(emulator);
      await rm(join(state, name));
      const error = await importCatalogue(catalogue, optionsFor(emulator)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(RangeError);
      expect(String(error)).toContain(join(state, name));
      expect(String(error)).toContain('start anew with another folder');
      const { Increments } = await listData(emulator, { PageSize: '100' });
      expect(Increments.Instance).toHaveLength(1);
    },
  );

  it.each(['shards/1.increment.meta', 'imported.jsonl'])('makes %s anew when it is gone', async (name) => {
    await using emulator = await quickEmulator();
    const rule = emulator.addFault({ kind: 'unavailable', operation: 'IncreaseInstance', times: 'always' });
    await expect(importCatalogue(catalogue, optionsFor(emulator))).rejects.toThrow();
    rule.remove();
    await rm(join(optionsFor(emulator).state, name));
    await expectContinued(emulator);
  });

  it('names the process that has the state, and continues once that one is gone', async () => {
    await using emulator = await quickEmulator();
    const child = startProcess(emulator, ':');
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (said) => String(said).includes('waiting') && resolve());
    });
    child.kill('SIGSTOP'); // it lives, and does not get on
    const second = importCatalogue(catalogue, optionsFor(emulator));
    await expect(second).rejects.toThrow(`held by process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'close');
    await expectContinued(emulator);
  });
});
