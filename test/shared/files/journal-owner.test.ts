import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../../src/shared/files/journal.ts';
import { rejection } from '../../support/failure.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OPTIONS, recordsIn, type Step } from './journal-files.ts';

const PROGRAM = fileURLToPath(new URL('journal-process.ts', import.meta.url));
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const BUILT = { esm: pathOf('../../../dist/index.js'), cjs: pathOf('../../../dist/index.cjs') };
const require = createRequire(import.meta.url);

describe('Journal.open()', () => {
  it('is refused to a second owner in this process, whose attempt harms nothing, until the first lets go', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    const first = await Journal.open<Step>(path, OPTIONS);
    const error = await rejection(Journal.open(path, OPTIONS));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(`held by process ${process.pid}, this process; close it there first`);
    expect(await rejection(Journal.open(path, OPTIONS))).toBeInstanceOf(RangeError);
    await first.close();
    await first.close(); // no harm, and not the next owner's lock
    const second = await Journal.open<Step>(path, OPTIONS);
    await first.close();
    expect(await rejection(Journal.open(path, OPTIONS))).toBeInstanceOf(RangeError);
    await second.close();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('gives a journal to one of many that ask at once', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    const asked = await Promise.allSettled(
      Array.from({ length: 10 }, () => Journal.open<Step>(path, OPTIONS)),
    );
    const had = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(had).toHaveLength(1);
    for (const journal of had) await journal.close();
  });

  it('is refused while another process has it, by its id', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'queue');
    const program = `require(${JSON.stringify(BUILT.cjs)}).queueFile(${JSON.stringify(path)}).load().then(() => console.log('has it')); process.stdin.resume()`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    const error = await rejection(Journal.open(path, OPTIONS));
    child.stdin.end();
    await closed;
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(`held by process ${child.pid}; wait for that process to end`);
    await using _ = await Journal.open(path, OPTIONS); // the lock of a dead process counts no more
  });

  it('is refused to the other module format of the package', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'queue');
    const [esm, cjs] = [await import(BUILT.esm), require(BUILT.cjs)];
    expect(esm.queueFile).not.toBe(cjs.queueFile);
    for (const [first, second] of [
      [esm, cjs],
      [cjs, esm],
    ]) {
      const storage = first.queueFile(path);
      await storage.load();
      const error = await rejection(second.queueFile(path).load());
      expect(error).toBeInstanceOf(RangeError);
      expect(String(error)).toContain('this process');
      await storage.close();
    }
  });

  it('is refused to another thread', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'queue');
    const program = `
      const { parentPort } = require('node:worker_threads');
      const { queueFile } = require(${JSON.stringify(BUILT.cjs)});
      queueFile(${JSON.stringify(path)}).load().then(() => parentPort.postMessage('has it'), (error) => parentPort.postMessage(String(error)));`;
    await using _ = await Journal.open(path, OPTIONS);
    const [said] = await once(new Worker(program, { eval: true }), 'message');
    expect(said).toMatch(/^RangeError: .*this process/);
  });
});

describe.skipIf(process.platform === 'win32')('Journal.append() on a disk without room', () => {
  it('rejects and names the file, leaves no half line, and goes on with what has room', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    // A file of this shell may have 4 KiB or 8 KiB, by what a block is; XFSZ, which would end the process, becomes an error.
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', `trap '' XFSZ; ulimit -f 8; exec "$0" --import tsx "$1" "$2"`, process.execPath, PROGRAM, path],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    const { appended, errors } = JSON.parse(stdout);
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toMatch(/^EFBIG Cannot write to ".*steps\.jsonl": EFBIG/);
    expect(appended.filter(({ text }: Step) => text === '').length).toBeGreaterThan(0);
    expect(await recordsIn(path)).toEqual(appended);
  });
});
