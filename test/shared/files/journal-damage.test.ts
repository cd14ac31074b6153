import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journalLine } from '../../../src/shared/files/journal-line.ts';
import { rejection } from '../../support/failure.ts';
import fc from '../../support/properties.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { journalOf, opened, recordsIn, type Step } from './journal-files.ts';

const STEPS: readonly Step[] = Array.from({ length: 6 }, (_, step) => ({ step, text: `品 ${step}` }));
const LINE_FEED = 0x0a;

/** A journal of STEPS, and its bytes. */
async function whole(folder: { readonly path: string }) {
  const path = join(folder.path, 'steps.jsonl');
  await journalOf(path, STEPS);
  return { path, bytes: readFileSync(path) };
}

const feedsIn = (bytes: Uint8Array) => bytes.filter((byte) => byte === LINE_FEED).length;

describe('a journal that was cut off', () => {
  it('has the records before the cut, and takes new ones, wherever in its last three lines the cut is', async () => {
    using folder = temporaryFolder();
    const { path, bytes } = await whole(folder);
    let start = bytes.length;
    for (let line = 0; line < 3; line++) start = bytes.lastIndexOf(LINE_FEED, start - 2) + 1;
    for (let end = start; end < bytes.length; end++) {
      const cut = bytes.subarray(0, end);
      writeFileSync(path, cut);
      const before = STEPS.slice(0, feedsIn(cut) - 1);
      expect(await recordsIn(path)).toEqual(before);
      await journalOf(path, [{ step: 99 }]);
      expect(await recordsIn(path)).toEqual([...before, { step: 99 }]);
    }
  });

  it('is an error that names the head when not even that is whole', async () => {
    using folder = temporaryFolder();
    const { path, bytes } = await whole(folder);
    for (let end = 0; end <= bytes.indexOf(LINE_FEED); end++) {
      writeFileSync(path, bytes.subarray(0, end));
      const error = await rejection(opened(path));
      expect(error).toBeInstanceOf(RangeError);
      expect(String(error)).toContain(`line 1 of ${path} as it must be the head of the journal, whole`);
    }
  });
});

describe('a damaged journal', () => {
  it('is an error that names file and line, and changes nothing, whichever byte is another one', async () => {
    using folder = temporaryFolder();
    const { path, bytes } = await whole(folder);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 2), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        writeFileSync(path, damaged);
        const error = await rejection(opened(path));
        expect(error).toBeInstanceOf(RangeError);
        const line = feedsIn(bytes.subarray(0, at)) + 1;
        expect(String(error)).toContain(`line ${line} of ${path} as it must be as it was written`);
        expect(readFileSync(path)).toEqual(damaged);
      }),
      { numRuns: 300 },
    );
  });

  it('is named when its last line feed is another byte: the record before it was stored', async () => {
    using folder = temporaryFolder();
    const { path, bytes } = await whole(folder);
    bytes[bytes.length - 1] = 0;
    writeFileSync(path, bytes);
    const error = await recordsIn(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toMatch(
      /^Cannot continue from line 7 of .* it must end with a line feed/,
    );
  });

  it.each<[string, (lines: string[]) => string[], number]>([
    ['a line is missing', (lines) => lines.toSpliced(2, 1), 3],
    ['the head is missing', (lines) => lines.slice(1), 1],
    ['a line stands twice', (lines) => lines.toSpliced(2, 0, lines[2] ?? ''), 4],
    ['two lines changed places', ([head = '', a = '', b = '', ...rest]) => [head, b, a, ...rest], 2],
    ['a line is empty', (lines) => lines.toSpliced(3, 0, ''), 4],
    ['a line is zeros', (lines) => lines.with(3, '\0'.repeat(40)), 4],
    ['a line is other JSON', (lines) => lines.with(3, '{"step":3}'), 4],
    ['a record is no object', (lines) => lines.with(3, journalLine('7', 4).trimEnd()), 4],
    ['a record is no JSON', (lines) => lines.with(3, journalLine('{"step":}', 4).trimEnd()), 4],
    ['something was written behind it', (lines) => [...lines, 'x'], 8],
    ['a line is longer than any that is written', (lines) => lines.with(3, 'x'.repeat(70_000_000)), 4],
  ])('is an error that names file and line when %s', async (_, change, line) => {
    using folder = temporaryFolder();
    const { path, bytes } = await whole(folder);
    const lines = bytes.toString().trimEnd().split('\n');
    writeFileSync(path, `${change(lines).join('\n')}\n`);
    const error = await rejection(opened(path));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(`line ${line} of ${path} as it must be as it was written`);
    expect(String(error)).toContain('restore an undamaged copy of the file');
    expect(String(error).length).toBeLessThan(1_000);
  });

  it.each<[string, { kind: string; version: number }, string]>([
    ['of another kind', { kind: 'others', version: 1 }, 'it is the state of a steps: name another folder'],
    [
      'of a later version',
      { kind: 'steps', version: 2 },
      'the version of the journal must be 2: current value is 1',
    ],
  ])('is refused, and left as it is, when it is %s', async (_, options, says) => {
    using folder = temporaryFolder();
    const { path, bytes } = await whole(folder);
    const error = await rejection(opened(path, options));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(path);
    expect(String(error)).toContain(` as ${says}`);
    expect(readFileSync(path)).toEqual(bytes);
  });

  it('can be used once it is mended', async () => {
    using folder = temporaryFolder();
    const { path, bytes } = await whole(folder);
    writeFileSync(path, bytes.subarray(10));
    await rejection(opened(path));
    writeFileSync(path, bytes);
    expect(await recordsIn(path)).toEqual(STEPS);
  });
});
