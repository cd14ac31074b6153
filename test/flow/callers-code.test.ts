import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CatalogueEntry,
  type CatalogueRow,
  importCatalogue,
  MetaFileBuilder,
  readCatalogue,
} from '../../src/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { importAndCollect, into, makeSamples, quickEmulator } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

const GOOD = { productId: '1', image: 'a.jpg' };
const boom = (): never => {
  throw new Error('boom');
};

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

async function rowsOf(source: readonly unknown[]): Promise<CatalogueRow[]> {
  const rows: CatalogueRow[] = [];
  for await (const row of readCatalogue(source as CatalogueEntry[])) rows.push(row);
  return rows;
}

describe('readCatalogue()', () => {
  it.each<[string, unknown, string]>([
    [
      'has a getter that throws',
      Object.defineProperty({ ...GOOD }, 'crop', { get: boom, enumerable: true }),
      'boom',
    ],
    [
      'is a Proxy that throws at everything',
      new Proxy({}, { get: boom, ownKeys: boom, getPrototypeOf: boom }),
      'boom',
    ],
    ['is a Proxy that was revoked', revoked(), 'revoked'],
    ['has a value that was revoked', { ...GOOD, customContent: revoked() }, 'revoked'],
    [
      'throws what cannot be shown',
      Object.defineProperty({}, 'id', {
        get: () => {
          throw Object.create(null);
        },
        enumerable: true,
      }),
      'cannot be shown',
    ],
  ])('refuses an entry that %s, and reads on', async (_, entry, message) => {
    const rows = await rowsOf([GOOD, entry, GOOD]);
    expect(rows.map(({ place, entry: read }) => [place.line, read === null || read === undefined])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(rows[1]?.issues).toMatchObject([
      {
        severity: 'error',
        message: expect.stringMatching(new RegExp(`^The entry cannot be read: .*${message}`)),
      },
    ]);
  });

  it.each<[string, object]>([
    ['a getter', Object.defineProperty({}, 'a', { get: boom, enumerable: true })],
    ['toJSON', { toJSON: boom }],
  ])('refuses an entry, and names the field, when %s of a value throws', async (_, customContent) => {
    const rows = await rowsOf([GOOD, { ...GOOD, customContent }, GOOD]);
    expect(rows.map(({ issues }) => issues.map(({ code, path }) => [code, ...path]))).toEqual([
      [],
      [['CATALOGUE_VALUE', 'customContent']],
      [],
    ]);
  });

  it('reads an entry without a prototype, and one that is frozen', async () => {
    const rows = await rowsOf([Object.assign(Object.create(null), GOOD), Object.freeze({ ...GOOD })]);
    expect(rows.map(({ entry }) => entry)).toEqual([GOOD, GOOD]);
  });

  it('names the callback when onColumns throws', async () => {
    const rows = readCatalogue([GOOD], { onColumns: boom });
    await expect(rows.next()).rejects.toThrow("'onColumns' threw: boom");
  });

  it.each(['sync', 'async'])('names the entry when next() of a %s iterator throws', async (kind) => {
    const failure = new Error('The database is gone');
    let given = 0;
    const next = () => {
      if (++given > 3) throw failure;
      return { done: false as const, value: GOOD };
    };
    const source =
      kind === 'sync'
        ? { [Symbol.iterator]: () => ({ next }) }
        : { [Symbol.asyncIterator]: () => ({ next: async () => next() }) };
    const read: number[] = [];
    const reading = (async () => {
      for await (const { place } of readCatalogue(source)) read.push(place.line);
    })();
    const error = await reading.catch((thrown: unknown) => thrown);
    expect(read).toEqual([1, 2, 3]);
    expect(error).toMatchObject({
      message: 'The iterator of the catalogue threw after entry 3: The database is gone',
    });
    expect((error as Error).cause).toBe(failure);
  });
});

describe('MetaFileBuilder', () => {
  it('names the record, and leaves no file, when it throws while it is written', async () => {
    using folder = temporaryFolder();
    const good = { productId: '1', picName: 'a.jpg', customContent: 'c' };
    const records = [
      good,
      good,
      Object.defineProperty({ ...good }, 'strAttr', { get: boom, enumerable: true }),
    ];
    const path = join(folder.path, 'increment.meta');
    const error = await new MetaFileBuilder()
      .writeTo(path, { records: records as never })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'Record 3 cannot be read as it threw: boom' });
    expect((error as Error).cause).toMatchObject({ message: 'boom' });
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('importCatalogue()', () => {
  it('keeps its state when onOutcome throws, and goes on from there', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const rows = samples.rows.filter(({ expected }) => expected === 'accepted').slice(0, 3);
    const options = {
      ...into(emulator),
      images: samples.dir,
      state: join(folder.path, 'state'),
      verify: 'no' as const,
    };
    let told = 0;
    const failing = importCatalogue(rows, {
      ...options,
      onOutcome: () => {
        if (++told === 2) boom();
      },
    });
    const error = await failing.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^'onOutcome' threw for entry 2, line 2: boom$/),
      state: options.state,
      taskRef: { id: '1' },
    });
    const { summary, outcomes } = await importAndCollect(rows, options);
    expect(outcomes).toHaveLength(3);
    expect(summary).toMatchObject({ supplied: 3, succeeded: 3, failed: 0 });
    expect(emulator.gallery()).toHaveLength(3);
  });
});
