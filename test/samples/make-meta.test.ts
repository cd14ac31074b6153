import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRecords, writeMetaFile } from '../../samples/make-meta.ts';
import { MetaLineParser } from '../../src/meta/meta-line-parser.ts';
import { collect } from '../shared/async/collect.ts';

const LINES = 20_000;

let dir: string;
let bytes: Buffer;
let lines: readonly string[];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sample-meta-'));
  bytes = await write('increment.meta', { lines: LINES, seed: 7 });
  lines = bytes.toString().split('\n').slice(0, -1);
});
afterAll(() => rm(dir, { recursive: true }));

async function write(name: string, options: { lines: number; seed?: number }): Promise<Buffer> {
  await writeMetaFile(join(dir, name), options);
  return await readFile(join(dir, name));
}

const shareOf = (holds: (line: string) => boolean) => lines.filter(holds).length / LINES;

describe('writeMetaFile', () => {
  test('writes the lines asked for, of the lengths that it announces', () => {
    expect(lines).toHaveLength(LINES);
    expect(bytes.at(-1)).toBe('\n'.charCodeAt(0));
    expect(bytes.length / LINES).toBeGreaterThan(250);
    expect(bytes.length / LINES).toBeLessThan(260);
    const lengths = lines.map((line) => Buffer.byteLength(line));
    expect(Math.min(...lengths)).toBeGreaterThan(80);
    expect(Math.max(...lengths)).toBeLessThan(420);
  });

  test('mixes Chinese, quotes and both operations in the shares that it announces', () => {
    expect(shareOf((line) => /\p{Script=Han}/u.test(line))).toBeCloseTo(2 / 3, 1);
    expect(shareOf((line) => line.includes('\\"'))).toBeCloseTo(1 / 3, 1);
    expect(shareOf((line) => line.startsWith('{"OperationType":"DELETE"'))).toBeCloseTo(0.2, 1);
  });

  test('writes lines that the strict profile finds nothing wrong with', async () => {
    const some = lines.slice(0, 2_000).map((line) => `${line}\n`);
    const parsed = await collect(new MetaLineParser({ profile: 'strict' }).parse(some));
    expect(parsed.flatMap(({ issues }) => issues)).toEqual([]);
    expect(parsed.map(({ record }) => record)).toEqual([...makeRecords({ count: 2_000, seed: 7 })]);
  });

  test('writes the same bytes when the seed is the same, and others when it is not', async () => {
    expect((await write('again.meta', { lines: LINES, seed: 7 })).equals(bytes)).toBe(true);
    expect((await write('other.meta', { lines: LINES, seed: 8 })).equals(bytes)).toBe(false);
  });

  test('writes an empty file when no line is asked for', async () => {
    expect((await write('empty.meta', { lines: 0 })).length).toBe(0);
  });
});

describe('makeRecords', () => {
  test('names no image twice', () => {
    const names = new Set<string>();
    for (const { productId, picName } of makeRecords({ count: LINES })) names.add(`${productId}\0${picName}`);
    expect(names.size).toBe(LINES);
  });

  test('leaves every optional field out of some records and sets it in others', () => {
    const times: Record<string, number> = {};
    for (const record of makeRecords({ count: 2_000 })) {
      for (const key of Object.keys(record)) times[key] = (times[key] ?? 0) + 1;
    }
    const { operationType, productId, picName, customContent, ...optional } = times;
    expect([operationType, productId, picName]).toEqual([2_000, 2_000, 2_000]);
    expect(customContent).toBeLessThan(2_000); // none in a DELETE
    expect(Object.keys(optional)).toHaveLength(11);
    for (const [key, count] of Object.entries(optional)) {
      expect(count, key).toBeGreaterThan(200);
      expect(count, key).toBeLessThan(1_500);
    }
  });

  test('never gives a record a crop and a region', () => {
    const both = [...makeRecords({ count: LINES })].filter(
      (record) => 'crop' in record && 'region' in record,
    );
    expect(both).toEqual([]);
  });
});
