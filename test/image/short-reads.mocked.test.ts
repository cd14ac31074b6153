import { randomBytes } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { FileReader } from '../../src/image/read/file-reader.ts';
import { ReadPace } from '../../src/image/read/read-pace.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** How often the disk was asked. */
const asked = vi.hoisted(() => ({ times: 0 }));

/** A disk that gives at most 1,000 bytes at once, as POSIX allows and file systems over a network do. */
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  type Read = (
    ...all: readonly [fd: number, buffer: Buffer, at: number, length: number, position: number, done: unknown]
  ) => void;
  return {
    ...fs,
    readSync: (fd: number, buffer: Buffer, at: number, length: number, position: number) => {
      asked.times += 1;
      return fs.readSync(fd, buffer, at, Math.min(length, 1_000), position);
    },
    read: (...[fd, buffer, at, length, position, done]: Parameters<Read>) => {
      asked.times += 1;
      (fs.read as Read)(fd, buffer, at, Math.min(length, 1_000), position, done);
    },
  };
});

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const content = randomBytes(70_000);

/** Reads at once always, or never. */
class FixedPace extends ReadPace {
  readonly #atOnce: boolean;
  constructor(atOnce: boolean) {
    super();
    this.#atOnce = atOnce;
  }
  override readsAtOnce = () => this.#atOnce;
}

describe.each([
  ['at once', true],
  ['in the thread pool', false],
])('FileReader %s of a disk that gives little at once', (how, atOnce) => {
  const path = join(folder.path, how);
  const open = (bytes = content) => {
    writeFileSync(path, bytes);
    return new FileReader(path, {}, new FixedPace(atOnce));
  };

  test.each([
    [0, 70_000],
    [1, 2_500],
    [66_000, 4_000],
    [68_500, 9_000],
    [5, 1_000],
    [5, 1],
    [70_000, 10],
    [80_000, 10],
  ])('gives what is there from %i on, %i bytes long', async (offset, length) => {
    const reader = open();
    const { bytes, size } = await reader.read(offset, length);
    await reader.close();
    expect(size).toBe(70_000);
    expect(Buffer.from(bytes).equals(content.subarray(offset, offset + length))).toBe(true);
  });

  test('asks the disk no more often than it must', async () => {
    const reader = open();
    asked.times = 0;
    await reader.read(10, 2_500);
    await reader.close();
    expect(asked.times).toBe(3);
  });

  test('gives what is left when the file has become shorter since it was opened', async () => {
    const reader = open();
    await reader.read(0, 1);
    truncateSync(path, 3_500);
    const { bytes } = await reader.read(2_000, 60_000);
    await reader.close();
    expect(Buffer.from(bytes).equals(content.subarray(2_000, 3_500))).toBe(true);
  });
});
