import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sleep } from './sleep.ts';

/**
 * A file whose name says which process uses something: `PATH.PID.START`. Each process puts its own there and then looks
 * for others, so that of two at once never both get it, though both may be refused. Those that dead processes left
 * behind are taken away.
 */
export class ProcessLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** The lock, or the id of the living process that has it: it may be this one. */
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

  /** The same, once a process that was killed a moment ago is gone: after three seconds it counts as living. */
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

/** An id alone may come again, even at once where every container counts its own. */
interface Holder {
  readonly pid: number;
  /** When the process started, in ms since 1970. */
  readonly since: number;
}

/** The same in every thread, unlike `performance.timeOrigin`, but for what reading two clocks takes. */
const SINCE = Math.round(Date.now() - process.uptime() * 1000);
const SAME_START_MS = 1_000;

const nameOf = (base: string, { pid, since }: Holder): string => `${base}.${pid}.${since}`;

function holderOf(base: string, name: string): Holder | undefined {
  if (!name.startsWith(`${base}.`)) return undefined;
  const [, pid, since] = /^(\d+)\.(\d+)$/.exec(name.slice(base.length + 1)) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), since: Number(since) };
}

/** False for a file that is there already. */
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
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it lives, and is somebody else's
  }
}
