import {
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { DuplicateFinder } from '../../../src/meta/duplicates/duplicate-finder.ts';
import { TemporaryFile, temporaryFiles } from '../../../src/meta/duplicates/temporary-file.ts';
import { collect } from '../../shared/async/collect.ts';
import { add, asFile, expected, told } from './duplicate-model.ts';

const OPEN_FILES = '/proc/self/fd'; // Linux tells there which files are open, those without a name too
const FULL_DISK = '/dev/full'; // Linux too
const SMALLEST = 65_536;

let folder: string;
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duplicates-'));
  folders.push(folder);
});
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

/** What this process has open in the folder, or in another place. */
const openFiles = (place = folder): string[] =>
  readdirSync(OPEN_FILES)
    .map((descriptor) => join(OPEN_FILES, descriptor))
    .filter((path) => existsSync(path) && readlinkSync(path).startsWith(place));

const MANY = asFile(...Array.from({ length: 5_000 }, (_, n) => add(`${n % 4_900}`, `${n % 4_900}.jpg`)));
const addAll = (finder: DuplicateFinder) => {
  for (const { record, line, offset } of MANY) finder.add(record, line, offset);
};

describe.skipIf(!existsSync(OPEN_FILES))('the temporary file of a finder', () => {
  test('has no name and is for this user only when names are many', () => {
    using finder = new DuplicateFinder({ temporaryFolder: folder, memoryBytes: SMALLEST });
    addAll(finder);
    const [path = '', ...others] = openFiles();
    expect(others).toEqual([]);
    expect(statSync(path)).toMatchObject({ mode: 0o100600, nlink: 0 });
    expect(readdirSync(folder)).toEqual([]); // nothing stays when the run is killed
  });

  test('does not come to be when names are few', async () => {
    using finder = new DuplicateFinder({ temporaryFolder: join(folder, 'missing') });
    addAll(finder);
    expect((await collect(finder.issues())).length).toBe(100);
  });

  test('is gone when the finder is closed, once or twice', () => {
    const finder = new DuplicateFinder({ temporaryFolder: folder, memoryBytes: SMALLEST });
    addAll(finder);
    expect(openFiles()).toHaveLength(1);
    finder.close();
    finder.close();
    expect(openFiles()).toEqual([]);
    expect(() => finder.add(add('1', 'a'), 5_001)).toThrow('closed');
  });

  test('is gone when every issue is read', async () => {
    const finder = new DuplicateFinder({ temporaryFolder: folder, memoryBytes: SMALLEST });
    expect(await told(finder, MANY)).toEqual(expected(MANY));
    expect(openFiles()).toEqual([]);
  });

  test('is gone when the reader stops early', async () => {
    const finder = new DuplicateFinder({ temporaryFolder: folder, memoryBytes: SMALLEST });
    addAll(finder);
    for await (const { line } of finder.issues()) {
      expect(line).toBe(4_901);
      expect(openFiles()).toHaveLength(1);
      break;
    }
    expect(openFiles()).toEqual([]);
  });

  test('is gone when the signal aborts', async () => {
    const finder = new DuplicateFinder({ temporaryFolder: folder, memoryBytes: SMALLEST });
    addAll(finder);
    await expect(finder.issues(AbortSignal.abort()).next()).rejects.toThrow();
    expect(openFiles()).toEqual([]);
  });
});

describe('add', () => {
  test('throws what the system says when the folder is missing', () => {
    const finder = new DuplicateFinder({ temporaryFolder: join(folder, 'missing'), memoryBytes: SMALLEST });
    expect(() => addAll(finder)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  test.skipIf(!existsSync(OPEN_FILES))('throws what the system says when the disk is full', () => {
    const openFile = () => new TemporaryFile(openSync(FULL_DISK, 'r+'));
    using finder = new DuplicateFinder({ memoryBytes: SMALLEST }, { openFile });
    expect(() => addAll(finder)).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    expect(openFiles(FULL_DISK)).toEqual([]);
  });

  test.skipIf(!existsSync(OPEN_FILES))('loses nothing when the caller makes room and goes on', async () => {
    const disks = [() => new TemporaryFile(openSync(FULL_DISK, 'r+')), temporaryFiles(folder)];
    const openFile = () => disks.shift()?.() as TemporaryFile;
    using finder = new DuplicateFinder({ memoryBytes: SMALLEST }, { openFile });
    let failures = 0;
    for (const { record, line, offset } of MANY) {
      try {
        finder.add(record, line, offset);
      } catch {
        failures += 1;
        finder.add(record, line, offset);
      }
    }
    expect(failures).toBe(1);
    expect(await told(finder, [])).toEqual(expected(MANY));
  });
});

describe('TemporaryFile', () => {
  const make = (path: string) => new TemporaryFile(openSync(path, 'wx+'), path);

  test('gives back what was written when it is asked for any part', () => {
    const file = make(join(folder, 'words'));
    file.write(Int32Array.of(1, 2, 3), 0);
    file.write(Int32Array.of(-4, 5), 3);
    const words = new Int32Array(3);
    file.read(words, 1);
    expect([...words]).toEqual([2, 3, -4]);
    file.close();
  });

  test('removes its name on close when the platform keeps it', () => {
    const file = make(join(folder, 'words'));
    expect(readdirSync(folder)).toEqual(['words']);
    file.close();
    file.close();
    expect(readdirSync(folder)).toEqual([]);
    expect(() => file.read(new Int32Array(1), 0)).toThrow('it is closed');
  });

  test('throws when somebody else has shortened it', () => {
    const path = join(folder, 'words');
    const file = make(path);
    file.write(new Int32Array(100), 0);
    truncateSync(path, 40);
    expect(() => file.read(new Int32Array(20), 0)).toThrow('40 bytes are missing at 40');
    file.close();
  });
});
