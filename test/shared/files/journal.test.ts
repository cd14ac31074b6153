import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../../src/shared/files/journal.ts';
import { rejection } from '../../support/failure.ts';
import fc from '../../support/properties.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { collect } from '../async/collect.ts';
import { journalOf, OPTIONS, opened, recordsIn, type Step } from './journal-files.ts';

describe('Journal', () => {
  it('gives back what was appended, in its order, with the number of each line', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    await journalOf(path, [{ step: 1 }, { step: 2, text: '商\u2028品\n\ud800' }]);
    await using journal = await Journal.open<Step>(path, OPTIONS);
    expect(await collect(journal.records())).toEqual([
      { record: { step: 1 }, line: 2 },
      { record: { step: 2, text: '商\u2028品\n\ud800' }, line: 3 },
    ]);
  });

  it('is lines of JSON, a head first, each with a CRC-32 that begins with its number', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    await journalOf(path, [{ step: 1 }]);
    const [head, first, rest] = readFileSync(path, 'utf8').split('\n');
    expect(JSON.parse(head ?? '')).toEqual({
      crc: crc32('{"journal":"steps","version":1}', 1),
      record: { journal: 'steps', version: 1 },
    });
    expect(JSON.parse(first ?? '')).toEqual({ crc: crc32('{"step":1}', 2), record: { step: 1 } });
    expect(rest).toBe('');
  });

  it('makes its folder, and no file before something is appended', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'deep', 'below', 'steps.jsonl');
    await using journal = await opened(path);
    await journal.append([]);
    expect(existsSync(path)).toBe(false);
    await journal.append([{ step: 1 }]);
    expect(readdirSync(join(folder.path, 'deep', 'below'))).toContain('steps.jsonl');
  });

  it('keeps the order of calls that do not wait for each other', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    {
      await using journal = await opened(path);
      const calls = Array.from({ length: 30 }, (_, n) =>
        journal.append([{ step: 2 * n }, { step: 2 * n + 1 }]),
      );
      await Promise.all(calls);
    }
    expect(await recordsIn(path)).toEqual(Array.from({ length: 60 }, (_, step) => ({ step })));
  });

  it('writes a record as it was when it was appended', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    const step = { step: 1 };
    {
      await using journal = await opened(path);
      const appended = journal.append([step]);
      step.step = 2;
      await appended;
    }
    expect(await recordsIn(path)).toEqual([{ step: 1 }]);
  });

  it('hands out records while the file is read, however long it is', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    {
      await using journal = await opened(path);
      await journal.append(Array.from({ length: 20_000 }, (_, step) => ({ step })));
    }
    await using journal = await Journal.open<Step>(path, OPTIONS);
    for await (const { line } of journal.records()) {
      if (line < 5) continue;
      appendFileSync(path, 'x\n'); // far behind: it is found only by who reads that far
      break;
    }
    const error = await rejection(collect(journal.records()));
    expect(String(error)).toContain('line 20002 of');
  });

  it('rejects with the own reason of an abort while it is read', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    await journalOf(path, [{ step: 1 }, { step: 2 }]);
    await using journal = await Journal.open<Step>(path, OPTIONS);
    const reason = new Error('enough');
    expect(await rejection(collect(journal.records(AbortSignal.abort(reason))))).toBe(reason);
  });

  it('writes at once with write(), and takes everything away with clear()', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    await using journal = await opened(path);
    expect(() => journal.write([{ step: 0 }])).toThrow(TypeError); // there is no file yet
    await journal.replace([]);
    journal.write([{ step: 1 }]);
    expect(readFileSync(path, 'utf8')).toContain('"step":1');
    journal.clear();
    journal.write([{ step: 2 }]);
    await journal.close();
    expect(await recordsIn(path)).toEqual([{ step: 2 }]);
  });

  it('is replaced whole, and goes on from what it was replaced by', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    await journalOf(path, [{ step: 1 }, { step: 2 }, { step: 3 }]);
    {
      await using journal = await opened(path);
      const replaced = journal.replace([{ step: 3, text: 'x'.repeat(100_000) }]);
      const appended = journal.append([{ step: 4 }]); // in its turn
      await Promise.all([replaced, appended]);
    }
    expect((await recordsIn(path)).map(({ step }) => step)).toEqual([3, 4]);
  });

  it('keeps what it had when what it is to be replaced by fails', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    await journalOf(path, [{ step: 1 }]);
    const failure = new Error('no more');
    {
      await using journal = await opened(path);
      const broken = (function* () {
        yield { step: 7 };
        throw failure;
      })();
      expect(await rejection(journal.replace(broken))).toBe(failure);
      await journal.append([{ step: 2 }]);
    }
    expect(await recordsIn(path)).toEqual([{ step: 1 }, { step: 2 }]);
    expect(readdirSync(folder.path)).toEqual(['steps.jsonl']);
  });

  it.each<[string, (journal: Journal<Step>) => unknown, RegExp]>([
    ['append before it was read', (journal) => journal.append([{ step: 1 }]), /read to their end first/],
    [
      'read it twice',
      async (journal) => [await collect(journal.records()), await collect(journal.records())],
      /read once/,
    ],
    [
      'append after it was closed',
      (journal) => journal.close().then(() => journal.append([{ step: 1 }])),
      /was closed/,
    ],
    [
      'replace it after it was closed',
      (journal) => journal.close().then(() => journal.replace([])),
      /was closed/,
    ],
    [
      'read it after it was closed',
      (journal) => journal.close().then(() => collect(journal.records())),
      /was closed/,
    ],
  ])('rejects with a TypeError when somebody tries to %s', async (_, misuse, says) => {
    using folder = temporaryFolder();
    await using journal = await Journal.open<Step>(join(folder.path, 'steps.jsonl'), OPTIONS);
    const error = await rejection(Promise.resolve(misuse(journal)));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(says);
  });

  it('refuses a record that is longer than a line may be, and none that can be read again', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'steps.jsonl');
    const options = { ...OPTIONS, maxLineBytes: 100 };
    await using journal = await opened(path, options);
    for (let length = 1; ; length++) {
      const error = await journal
        .append([{ step: length, text: '品'.repeat(length) }])
        .catch((error) => error);
      if (error === undefined) continue;
      expect(error).toBeInstanceOf(RangeError);
      expect(String(error)).toContain('must have 100 bytes at most');
      expect(length).toBeGreaterThan(10);
      break;
    }
    await journal.append([{ step: 0 }]);
    await journal.close();
    await using again = await opened(path, options);
    await again.append([{ step: 0 }]);
  });

  it('refuses to write when somebody else has changed the file, and changes nothing', async () => {
    const changes: [(path: string) => void, string][] = [
      [(path) => appendFileSync(path, 'x'), 'longer'],
      [(path) => writeFileSync(path, ''), 'empty'],
      [(path) => rmSync(path), 'gone'],
      [
        (path) => {
          writeFileSync(`${path}.2`, readFileSync(path));
          renameSync(`${path}.2`, path);
        },
        'another of the same length',
      ],
    ];
    for (const [change, what] of changes) {
      using folder = temporaryFolder();
      const path = join(folder.path, 'steps.jsonl');
      await journalOf(path, [{ step: 1 }]);
      await using journal = await opened(path);
      change(path);
      const before = existsSync(path) ? readFileSync(path) : undefined;
      const error = await rejection(journal.append([{ step: 2 }]));
      expect(String(error), what).toContain('another writer has changed it');
      expect(error).toBeInstanceOf(RangeError);
      expect(() => journal.write([{ step: 2 }]), what).toThrow('another writer has changed it');
      expect(() => journal.clear(), what).toThrow('another writer has changed it');
      expect(existsSync(path) ? readFileSync(path) : undefined).toEqual(before);
    }
  });

  it('gives back what any sequence of appends, replacements and owners comes to', async () => {
    const step = fc.record({ step: fc.integer(), text: fc.string({ unit: 'binary', maxLength: 20 }) });
    const act = fc.oneof(
      { weight: 6, arbitrary: fc.array(step, { maxLength: 3 }).map((append) => ({ append })) },
      { weight: 1, arbitrary: fc.array(step, { maxLength: 3 }).map((replace) => ({ replace })) },
      { weight: 1, arbitrary: fc.constantFrom<'next owner' | 'clear'>('next owner', 'clear') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
        using folder = temporaryFolder();
        const path = join(folder.path, 'steps.jsonl');
        let expected: Step[] = [];
        let journal = await opened(path);
        for (const one of acts) {
          if (one === 'next owner') {
            await journal.close();
            journal = await opened(path);
          } else if (one === 'clear') {
            if (existsSync(path)) journal.clear();
            expected = [];
          } else if ('append' in one) {
            await journal.append(one.append);
            expected.push(...one.append);
          } else {
            await journal.replace(one.replace);
            expected = [...one.replace];
          }
        }
        await journal.close();
        expect(await recordsIn(path)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
