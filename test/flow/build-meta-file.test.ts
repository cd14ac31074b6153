import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuildMetaFileOptions, buildMetaFile, type EntryOutcome } from '../../src/index.ts';

const CATALOGUE = [
  { productId: '1', image: 'a.jpg' },
  { productId: '', image: 'b.jpg' },
  { productId: '3', image: 'c.jpg' },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-meta-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('buildMetaFile()', () => {
  it('writes the accepted entries, and calls onLeftOut for the others', async () => {
    const path = join(folder, 'increment.meta');
    const leftOut: EntryOutcome[] = [];
    const onLeftOut = (outcome: EntryOutcome) => void leftOut.push(outcome);
    const summary = await buildMetaFile(CATALOGUE, path, { onLeftOut });
    expect(summary).toEqual({ supplied: 3, adds: 2, deletes: 0, refused: 1, skipped: 0, parts: [] });
    expect(leftOut.map(({ status }) => status)).toEqual(['refused']);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).ProductId)).toEqual(['1', '3']);
  });

  it('writes several files when a path of each part and a limit are given', async () => {
    const path = (part: number) => join(folder, String(part), 'increment.meta');
    const { parts } = await buildMetaFile(CATALOGUE, path, { maxLines: 1 });
    expect(parts.map(({ adds }) => adds)).toEqual([1, 1]);
    for (const part of [1, 2]) expect(await readFile(path(part), 'utf8')).toMatch(/^\{.*\}\n$/);
  });

  it.each<[string, string, BuildMetaFileOptions, RegExp]>([
    [
      'one path is given with a limit',
      'x/increment.meta',
      { maxLines: 1 },
      /'path' is one path: give a function/,
    ],
    ['an option is misspelt', 'x/increment.meta', { maxLine: 1 } as never, /did you mean 'maxLines'/],
  ])('throws a TypeError before it reads anything when %s', async (_, path, options, message) => {
    const unread = {
      [Symbol.iterator](): never {
        throw new Error('read');
      },
    };
    const building = buildMetaFile(unread, join(folder, path), options);
    await expect(building).rejects.toThrow(TypeError);
    await expect(building).rejects.toThrow(message);
  });
});
