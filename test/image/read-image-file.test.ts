import { appendFileSync, mkdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readImageFile } from '../../src/image/read/read-image-file.ts';
import { ReadPace } from '../../src/image/read/read-pace.ts';
import { Unreadable } from '../../src/image/read/unreadable.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
const { signal } = new AbortController();

/** Does something to the file once it is open, before its bytes are read. */
class MeddlingPace extends ReadPace {
  readonly #meddle: () => void;
  constructor(meddle: () => void) {
    super();
    this.#meddle = meddle;
  }
  override readsAtOnce(bytes: number): boolean {
    this.#meddle();
    return super.readsAtOnce(bytes);
  }
}

const read = (path: string, most = 1_000_000, meddle = () => {}) =>
  readImageFile(path, most, { pace: new MeddlingPace(meddle), clock: new FakeClock({ auto: true }), signal });

const issueOf = async (reading: Promise<unknown>) => {
  const error = await reading.catch((thrown: unknown) => thrown);
  return error instanceof Unreadable ? error.issue : error;
};

describe.each([
  ['a small file', 1_000],
  ['a file that is read in the thread pool', 200_000],
])('readImageFile() of %s', (name, size) => {
  const path = join(folder.path, name);
  const content = Buffer.alloc(size, 'image');
  const written = () => {
    writeFileSync(path, content);
    utimesSync(path, 1, 1); // long ago, so that a change has another time
    return path;
  };

  it('gives the whole file and its size', async () => {
    const { bytes, size: told } = await read(written());
    expect([content.equals(bytes), told]).toEqual([true, size]);
  });

  it('gives what was there when the file is removed while it is open', async () => {
    const { bytes } = await read(written(), 1_000_000, () => rmSync(path, { force: true }));
    expect(content.equals(bytes)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['shrinks', () => truncateSync(path, 10)],
    ['grows', () => appendFileSync(path, 'more')],
    ['is written again', () => writeFileSync(path, Buffer.alloc(size, 'other'))],
  ])('makes it an issue when the file %s while it is open', async (_, meddle) => {
    const issue = await issueOf(read(written(), 1_000_000, meddle));
    expect(issue).toMatchObject({ code: 'IMAGE_UNREADABLE', message: expect.stringContaining('changed') });
  });
});

describe('readImageFile()', () => {
  it('gives no more than is asked for, and the size of the whole', async () => {
    const path = join(folder.path, 'large');
    writeFileSync(path, Buffer.alloc(300_000));
    const { bytes, size } = await read(path, 100_000);
    expect([bytes.length, size]).toEqual([100_000, 300_000]);
  });

  it.each<[string, (path: string) => void, string]>([
    ['there is no file', () => {}, 'IMAGE_MISSING'],
    ['a folder has its name', (path) => mkdirSync(path), 'IMAGE_UNREADABLE'],
    ['its folder is a file', (path) => writeFileSync(join(path, '..'), ''), 'IMAGE_MISSING'],
  ])('makes it an issue when %s', async (name, make, code) => {
    const path = join(folder.path, 'below', name, 'image');
    mkdirSync(join(folder.path, 'below'), { recursive: true });
    if (name !== 'its folder is a file') mkdirSync(join(path, '..'));
    make(path);
    expect(await issueOf(read(path))).toMatchObject({ code });
  });

  it('rejects with the reason of the signal when aborted', async () => {
    const reason = new Error('enough');
    const context = { pace: new ReadPace(), clock: new FakeClock(), signal: AbortSignal.abort(reason) };
    await expect(readImageFile(join(folder.path, 'nowhere'), 1, context)).rejects.toBe(reason);
  });
});
