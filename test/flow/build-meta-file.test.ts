import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
    expect(summary).toMatchObject({ supplied: 3, adds: 2, deletes: 0, refused: 1, skipped: 0, parts: [] });
    expect(summary.catalogue).toMatchObject({
      lines: 3,
      linesOfEntries: 2,
      linesRefused: 1,
      linesPassedOver: 0,
    });
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

  it('calls onWarnings for each entry that the file holds and that has warnings', async () => {
    const rows = [
      { productId: '1', image: 'a.jpg', customContent: 'k:v' },
      { operationType: 'DELETE', productId: '2' },
    ];
    const warned: unknown[] = [];
    const onWarnings: BuildMetaFileOptions['onWarnings'] = (entry) => void warned.push(entry);
    await buildMetaFile(rows, join(folder, 'warned.meta'), { onWarnings, allowProductDeletes: true });
    expect(warned).toMatchObject([
      {
        place: { line: 2 },
        productId: '2',
        picName: null,
        issues: [{ code: 'CATALOGUE_PRODUCT_DELETE' }, { code: 'META_DELETE_WHOLE_PRODUCT' }],
      },
    ]);
  });

  it('writes no part over the catalogue', async () => {
    const catalogue = join(folder, 'parts.csv');
    await writeFile(catalogue, 'ProductId,Image\n1,a.jpg\n2,b.jpg\n');
    const path = (part: number) => (part === 2 ? catalogue : join(folder, 'first', 'increment.meta'));
    const building = buildMetaFile(catalogue, path, { maxLines: 1 });
    await expect(building).rejects.toThrow(/is the catalogue itself/);
    expect(await readFile(catalogue, 'utf8')).toContain('2,b.jpg');
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
