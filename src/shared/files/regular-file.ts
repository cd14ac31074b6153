import type { BigIntStats, Stats } from 'node:fs';
import { processWait, type ShortageWaitOptions } from '../async/shortage-wait.ts';
import { nodeBuiltin } from '../loading/node-builtin.ts';
import { show } from '../options/checks.ts';

/** A file that is open for reading. The caller closes the descriptor. */
export interface OpenFile {
  readonly descriptor: number;
  /** In bytes, when it was opened. */
  readonly size: number;
  readonly modifiedMs: number;
}

export interface OpenFileOptions extends ShortageWaitOptions {
  /** The folder that the file must lie in when links are followed. @default anywhere */
  readonly folder?: string | undefined;
}

/** A path leads to a folder, a named pipe, a socket or a device, where a file is needed. */
export class NotAFile extends TypeError {
  override readonly name = 'NotAFile';
  readonly code: 'EISDIR' | 'ENOTSUP';
  readonly path: string;

  constructor(path: string, kind: string, use: 'read' | 'write') {
    super(`Cannot ${use} ${show(path, LONGEST_PATH)} as it must be a file: it is ${kind}; ${INSTEAD[use]}`);
    this.code = kind === KINDS.isDirectory ? 'EISDIR' : 'ENOTSUP';
    this.path = path;
  }
}

/** A path leads out of its folder by a symbolic link. */
export class OutsideFolder extends Error {
  override readonly name = 'OutsideFolder';
  readonly path: string;
  /** Where the link leads. */
  readonly target: string;

  constructor(path: string, target: string) {
    super(linkOutside(path, target));
    this.path = path;
    this.target = target;
  }
}

/** The message about a link that is not followed. */
export const linkOutside = (name: string, target: string): string =>
  `${show(name, LONGEST_PATH)} leads out of the folder by a link, to ${show(target, LONGEST_PATH)}: copy the file into the folder, or allow it with followLinks 'anywhere'`;

/**
 * Opens a file for reading. What is no file is refused before it is opened, as opening can wait or have an effect; and since
 * the path may lead elsewhere a moment later, the open file is looked at again, and so is the place where it lies.
 *
 * @throws {NotAFile | OutsideFolder | ImageSearchError} the last for a shortage of open files that does not pass
 */
export function openFile(path: string, { folder, ...wait }: OpenFileOptions = {}): Promise<OpenFile> {
  const { promises, close, open } = nodeBuiltin('fs', 'read a file');
  return processWait.run(async () => {
    assertFile(path, await promises.stat(path));
    const descriptor = await new Promise<number>((resolve, reject) => {
      open(path, flags(), (error, opened) => (error === null ? resolve(opened) : reject(error)));
    });
    try {
      const opened = described(path, descriptor);
      if (folder !== undefined) {
        const target = await promises.realpath(path);
        assertWithin(path, target, await promises.realpath(folder));
        assertSame(await promises.stat(target, { bigint: true }), descriptor);
      }
      return opened;
    } catch (error) {
      await new Promise((done) => close(descriptor, done));
      throw error;
    }
  }, wait);
}

/** Like `openFile`, but synchronous: it does not wait, and throws the system's error for a shortage. */
export function openFileSync(path: string, folder?: string): OpenFile {
  const { closeSync, openSync, realpathSync, statSync } = nodeBuiltin('fs', 'read a file');
  assertFile(path, statSync(path));
  const descriptor = openSync(path, flags());
  try {
    const opened = described(path, descriptor);
    if (folder !== undefined) {
      const target = realpathSync.native(path);
      assertWithin(path, target, realpathSync.native(folder));
      assertSame(statSync(target, { bigint: true }), descriptor);
    }
    return opened;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** @throws {NotAFile} */
export function assertFile(path: string, stats: Stats, use: 'read' | 'write' = 'read'): void {
  if (stats.isFile()) return;
  const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((is) => stats[is]());
  throw new NotAFile(path, kind === undefined ? 'something else' : KINDS[kind], use);
}

/**
 * What is no file must not be replaced by one: a folder cannot be, and a device, such as /dev/null, would be gone.
 *
 * @throws {NotAFile}
 */
export async function assertReplaceable(path: string): Promise<void> {
  const there = await nodeBuiltin('fs', 'write a file')
    .promises.stat(path)
    .catch(() => undefined); // whoever writes the file hears why
  if (there !== undefined) assertFile(path, there, 'write');
}

/** Whether a path lies in a folder, or is it; both without links. */
export function isWithin(folder: string, path: string): boolean {
  const { sep } = nodeBuiltin('path', 'read a file');
  return `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

const INSTEAD = { read: 'name a file, or hand in the bytes', write: 'name a file' } as const;

const KINDS = {
  isDirectory: 'a folder',
  isFIFO: 'a named pipe',
  isSocket: 'a socket',
  isCharacterDevice: 'a device',
  isBlockDevice: 'a device',
} as const satisfies { readonly [Is in keyof Stats]?: string };

const LONGEST_PATH = 1_100;

/** Without O_NONBLOCK, a named pipe that has taken the place of the file would be waited for. */
function flags(): number {
  const { O_RDONLY, O_NONBLOCK = 0 } = nodeBuiltin('fs', 'read a file').constants;
  return O_RDONLY | O_NONBLOCK;
}

/** Synchronous, since the system has the facts of an open file in memory. */
function described(path: string, descriptor: number): OpenFile {
  const stats = nodeBuiltin('fs', 'read a file').fstatSync(descriptor);
  assertFile(path, stats);
  return { descriptor, size: stats.size, modifiedMs: stats.mtimeMs };
}

function assertWithin(path: string, target: string, folder: string): void {
  if (!isWithin(folder, target)) throw new OutsideFolder(path, target);
}

function assertSame(found: BigIntStats, descriptor: number): void {
  const opened = nodeBuiltin('fs', 'read a file').fstatSync(descriptor, { bigint: true });
  if (found.dev !== opened.dev || found.ino !== opened.ino) throw new Error('It changed while it was opened');
}
