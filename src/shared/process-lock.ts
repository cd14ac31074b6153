import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sleep } from './sleep.ts';

/**
 * A lock file whose name names its process: `PATH.PID.START`. Each process creates its own file and then searches for others, so
 * two processes never both get the lock, although both may be refused. Files of dead processes are removed.
 */
export class ProcessLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Returns the lock, or the id of the running process that holds it, which may be this process. */
  static take(path: string): ProcessLock | number {
    const own = nameOf(basename(path), { pid: process.pid, since: SINCE });
    const folder = dirname(path);
    if (!created(join(folder, own))) return process.pid;
    const lock = new ProcessLock(join(folder, own));
    for (const name of readdirSync(folder)) {
      const holder = name === own ? undefined : holderOf(basename(path), name);
      if (holder === undefined) continue;
      if (isAlive(holder)) {
        lock.release();
        return holder.pid;
      }
      rmSync(join(folder, name), { force: true });
    }
    return lock;
  }

  /** Like `take`, but waits up to three seconds for the holder to end, such as a process that was just killed. */
  static async wait(path: string): Promise<ProcessLock | number> {
    for (let n = 1; ; n++) {
      const taken = ProcessLock.take(path);
      if (typeof taken !== 'number' || taken === process.pid || n === TRIES) return taken;
      await sleep(TRY_EVERY_MS);
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

const TRIES = 30;
const TRY_EVERY_MS = 100;

/** The id and the start of a process: ids are reused, and in containers every process may have the same id. */
interface Holder {
  readonly pid: number;
  /** When the process started, in ms since 1970. */
  readonly since: number;
}

/** Start of this process: equal in every thread, unlike `performance.timeOrigin`, up to the time between reading two clocks. */
const SINCE = Math.round(Date.now() - process.uptime() * 1000);
const SAME_START_MS = 1_000;

const nameOf = (base: string, { pid, since }: Holder): string => `${base}.${pid}.${since}`;

function holderOf(base: string, name: string): Holder | undefined {
  if (!name.startsWith(`${base}.`)) return undefined;
  const [, pid, since] = /^(\d+)\.(\d+)$/.exec(name.slice(base.length + 1)) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), since: Number(since) };
}

/** Creates a file; false when the file exists. */
function created(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive({ pid, since }: Holder): boolean {
  if (pid === process.pid) return Math.abs(since - SINCE) < SAME_START_MS;
  try {
    process.kill(pid, 0); // signal 0 only checks that the process exists
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // the process runs, under another user
  }
}
