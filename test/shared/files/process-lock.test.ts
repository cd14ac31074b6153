import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ProcessLock } from '../../../src/shared/files/process-lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const STARTED = Date.now() - process.uptime() * 1000;
const OWN = expect.stringMatching(new RegExp(`^lock\\.${process.pid}\\.\\d{13}$`));

/** The id of a process that is no more. */
const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

function taken(folder: string): ProcessLock {
  const lock = ProcessLock.take(join(folder, 'lock'));
  return typeof lock === 'number' ? expect.fail(`Process ${lock} has it`) : lock;
}

describe('ProcessLock', () => {
  it('says which process has the folder, as long as it has it', () => {
    using folder = temporaryFolder();
    const lock = taken(folder.path);
    expect(readdirSync(folder.path)).toEqual([OWN]);
    lock.release();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is refused to a second holder of the same process, until the first lets go', () => {
    using folder = temporaryFolder();
    const first = taken(folder.path);
    expect(ProcessLock.take(join(folder.path, 'lock'))).toBe(process.pid);
    expect(readdirSync(folder.path)).toEqual([OWN]);
    first.release();
    taken(folder.path).release();
  });

  it('is refused, and leaves the folder as it was, while another process that has it lives', async () => {
    using folder = temporaryFolder();
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const theirs = `lock.${child.pid}.1`;
    try {
      writeFileSync(join(folder.path, theirs), '');
      expect(ProcessLock.take(join(folder.path, 'lock'))).toBe(child.pid);
      expect(readdirSync(folder.path)).toEqual([theirs]);
    } finally {
      const gone = new Promise((resolve) => child.once('close', resolve));
      child.stdin?.end();
      await gone;
    }
    const lock = taken(folder.path);
    expect(readdirSync(folder.path)).toEqual([OWN]);
    lock.release();
  });

  it.each<[string, () => string]>([
    ['of a process that is dead', () => `lock.${deadProcess()}.1`],
    ['of a process that had this id before', () => `lock.${process.pid}.${Math.trunc(STARTED) - 60_000}`],
  ])('takes away the lock %s', (_, name) => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, name()), '');
    const lock = taken(folder.path);
    expect(readdirSync(folder.path)).toEqual([OWN]);
    lock.release();
  });

  it('is the same for every thread of a process', async () => {
    using folder = temporaryFolder();
    const own = await new Promise<string>((resolve, reject) => {
      const source = `
        const { parentPort } = require('node:worker_threads');
        parentPort.postMessage(String(Math.round(Date.now() - process.uptime() * 1000)));`;
      new Worker(source, { eval: true }).once('message', resolve).once('error', reject);
    });
    writeFileSync(join(folder.path, `lock.${process.pid}.${own}`), ''); // as a thread would
    expect(ProcessLock.take(join(folder.path, 'lock'))).toBe(process.pid);
    expect(readdirSync(folder.path)).toEqual([`lock.${process.pid}.${own}`]);
  });

  it('leaves files of other names alone', () => {
    using folder = temporaryFolder();
    const others = ['lock', 'lock.1', 'lock.a.b', 'xlock.1.2', 'lock.1.2.3', 'journal.jsonl'];
    for (const name of others) writeFileSync(join(folder.path, name), '');
    taken(folder.path).release();
    expect(readdirSync(folder.path).sort()).toEqual([...others].sort());
  });
});
