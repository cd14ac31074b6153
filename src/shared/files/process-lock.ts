import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sleep } from '../async/sleep.ts';

/**
 * A lock that is a file with the process in its name: `PATH.PID.START`. A process first creates its own file and then searches
 * for other files, so that two processes never both get the lock, though both may be refused. The files of processes that
 * have ended are removed.
 */
export class ProcessLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** The lock, or the id of the running process that has it, which may be this process. */
  static take(path: string): ProcessLock | number {
    const own = nameOf(basename(path), { pid: process.pid, startedAt: STARTED_AT });
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

  /** As `take`, but waits up to three seconds for the process that has the lock, which may have been killed just now. */
  static async wait(path: string): Promise<ProcessLock | number> {
    for (let n = 1; ; n++) {
      const taken = ProcessLock.take(path);
      if (typeof taken !== 'number' || taken === process.pid || n === TRIES) return taken;
      await sleep(TRY_EVERY_MS);
    }
  }

  /** The id of the running process that has the lock, which may be this process; undefined when nobody has it. */
  static holder(path: string): number | undefined {
    const names = readdirSync(dirname(path));
    return names
      .map((name) => holderOf(basename(path), name))
      .find((one) => one !== undefined && isAlive(one))?.pid;
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

const TRIES = 30;
const TRY_EVERY_MS = 100;

/** The process that has a lock. Its start is compared too, since ids are reused, and containers have ids of their own. */
interface Holder {
  readonly pid: number;
  /** When the process started, in ms since 1970. */
  readonly startedAt: number;
}

/** The same in every thread, unlike `performance.timeOrigin`, up to the time between reading two clocks. */
const STARTED_AT = Math.round(Date.now() - process.uptime() * 1000);
const SAME_START_MS = 1_000;

const nameOf = (base: string, { pid, startedAt }: Holder): string => `${base}.${pid}.${startedAt}`;

function holderOf(base: string, name: string): Holder | undefined {
  if (!name.startsWith(`${base}.`)) return undefined;
  const [, pid, startedAt] = /^(\d+)\.(\d+)$/.exec(name.slice(base.length + 1)) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), startedAt: Number(startedAt) };
}

/** Creates an empty file; false when the file exists. */
function created(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  if (pid === process.pid) return Math.abs(startedAt - STARTED_AT) < SAME_START_MS;
  try {
    process.kill(pid, 0); // signal 0 only tests whether the process exists
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // the process runs, and belongs to another user
  }
}
