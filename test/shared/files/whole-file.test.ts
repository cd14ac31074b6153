import { getEventListeners } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { NotAFile } from '../../../src/shared/files/regular-file.ts';
import { WholeFile, writeWholeFile, writeWholeFileSync } from '../../../src/shared/files/whole-file.ts';
import { specialFiles } from '../../support/special-files.ts';
import { atOnce, never } from '../async/collect.ts';

const reason = new Error('Enough');
const folder = mkdtempSync(join(tmpdir(), 'whole-'));
const path = join(folder, 'file');
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function* chunks(...all: readonly (string | Uint8Array)[]) {
  yield* all;
}

describe('writeWholeFile', () => {
  test('writes texts and bytes as one file and leaves no part', async () => {
    await writeWholeFile(path, chunks('商', new TextEncoder().encode('品'), '', '\n'));
    expect(readFileSync(path, 'utf8')).toBe('商品\n');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('shows nothing under the name before it is whole', async () => {
    writeFileSync(path, 'old');
    const seen: string[] = [];
    const source = (async function* () {
      yield 'new';
      for (let at = 0; at < 20; at++) {
        seen.push(readFileSync(path, 'utf8'));
        yield 'x'.repeat(10_000); // more than a stream buffers, so some of it is on the disk
      }
    })();
    await writeWholeFile(path, source);
    expect(new Set(seen)).toEqual(new Set(['old']));
    expect(readFileSync(path, 'utf8')).toHaveLength(200_003);
  });

  test('keeps no more than a stream buffers when the source is long', async () => {
    let [given, read] = [0, 0];
    const source = (async function* () {
      for (; given < 2_000; given++) yield 'x'.repeat(1_000);
      read = readFileSync(`${path}.part`).length;
    })();
    await writeWholeFile(path, source);
    // the readable holds 16 items, the file stream 16 KiB
    expect(read).toBeGreaterThan(2_000_000 - 16_000 - 2 * 16_384);
  });

  test.each([
    ['fails', () => Promise.reject(reason)],
    ['is aborted', never],
  ])('leaves the old file, no part and no listener when the source %s', async (what, end) => {
    writeFileSync(path, 'old');
    const controller = new AbortController();
    const source = (async function* () {
      yield 'new';
      if (what === 'is aborted') setTimeout(() => controller.abort(reason), 10);
      await end();
    })();
    await expect(atOnce(writeWholeFile(path, source, { signal: controller.signal }))).rejects.toBe(reason);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('makes the folders on the way to the file, and leaves them no more than the file when the source fails', async () => {
    await writeWholeFile(join(folder, 'a', 'b', 'file'), chunks('new'));
    expect(readFileSync(join(folder, 'a', 'b', 'file'), 'utf8')).toBe('new');
    const failing = (async function* () {
      yield 'new';
      throw reason;
    })();
    await expect(writeWholeFile(join(folder, 'a', 'c', 'd', 'file'), failing)).rejects.toBe(reason);
    expect(readdirSync(join(folder, 'a'))).toEqual(['b']);
  });

  test('leaves a folder that was made when somebody has put something there since', async () => {
    const failing = (async function* () {
      yield 'new';
      writeFileSync(join(folder, 'a', 'theirs'), '');
      throw reason;
    })();
    await expect(writeWholeFile(join(folder, 'a', 'b', 'file'), failing)).rejects.toBe(reason);
    expect(readdirSync(join(folder, 'a'))).toEqual(['theirs']);
  });

  test('refuses what is no file before anything is written', async () => {
    using special = await specialFiles(folder);
    const there = readdirSync(folder, { recursive: true });
    for (const [kind, given] of special.paths.filter(([, one]) => !one.startsWith('/dev/'))) {
      const error = await writeWholeFile(given, chunks('new')).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NotAFile);
      expect(error).toMatchObject({
        message: expect.stringMatching(/^Cannot write .* as it must be a file/),
      });
      expect(error).toMatchObject({ message: expect.stringContaining(`it is ${kind}; name a file`) });
    }
    expect(readdirSync(folder, { recursive: true })).toEqual(there);
  });

  test('leaves no part when the file cannot get its name', async () => {
    const source = (async function* () {
      mkdirSync(join(path, 'in the way'), { recursive: true });
      yield 'new';
    })();
    await expect(writeWholeFile(path, source)).rejects.toThrow(/EISDIR|ENOTEMPTY|EPERM|EEXIST/);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('leaves no folder when the file cannot be opened', async () => {
    const name = 'x'.repeat(255); // a part's name would be longer than a file system takes
    await expect(writeWholeFile(join(folder, 'a', name), chunks('new'))).rejects.toThrow('ENAMETOOLONG');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('WholeFile', () => {
  test('goes on where it ended when it was closed in between', async () => {
    const file = await WholeFile.open(path);
    for (const text of ['a', 'b', 'c']) {
      await file.write(new TextEncoder().encode(text));
      await file.close();
    }
    await file.finish();
    expect(readFileSync(path, 'utf8')).toBe('abc');
  });
});

describe('writeWholeFileSync', () => {
  test('writes the file, or leaves what was there and no part when it cannot', () => {
    writeWholeFileSync(path, new TextEncoder().encode('new'));
    expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['file'], 'new']);
    mkdirSync(join(folder, 'taken', 'in the way'), { recursive: true });
    expect(() => writeWholeFileSync(join(folder, 'taken'), new Uint8Array(1))).toThrow(
      /EISDIR|ENOTEMPTY|EPERM|EEXIST/,
    );
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
  });
});
