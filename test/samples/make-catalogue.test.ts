import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSampleCatalogue, type SampleCatalogue } from '../../samples/make-catalogue.ts';
import { IMAGE_FORMATS } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';

let dir: string;
let catalogue: SampleCatalogue;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'catalogue-'));
  catalogue = await makeSampleCatalogue(dir);
});
afterAll(() => rm(dir, { recursive: true }));

describe('makeSampleCatalogue', () => {
  test('gives each row the verdict it announces when its image is checked', async () => {
    const paths = catalogue.rows.map(({ image }) => join(dir, image));
    const found: { image: string; expected: string; codes: string[] }[] = [];
    const formats = new Set<string>();
    for await (const { ok, issues, facts, name } of new ImageValidator().validateAll(paths)) {
      const image = String(name).slice(dir.length + 1);
      found.push({ image, expected: ok ? 'accepted' : 'refused', codes: issues.map(({ code }) => code) });
      if (ok && facts !== null) formats.add(facts.format);
    }
    expect(found).toEqual(
      catalogue.rows.map(({ image, expected, code }) => ({ image, expected, codes: code ? [code] : [] })),
    );
    expect(formats).toEqual(new Set(IMAGE_FORMATS));
    expect(found.filter(({ expected }) => expected === 'accepted').length).toBeGreaterThanOrEqual(40);
  });

  test('writes a CSV that names every row once when it is read back', async () => {
    const rows = parse(await readFile(catalogue.path), { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => ({ productId: row['ProductId'], image: row['Image'] }))).toEqual(
      catalogue.rows.map(({ productId, image }) => ({ productId, image })),
    );
    expect(new Set(rows.map((row) => row['ProductId'])).size).toBe(rows.length);
  });

  test('writes the same bytes when it is called again', async () => {
    const again = await mkdtemp(join(tmpdir(), 'catalogue-'));
    await makeSampleCatalogue(again);
    for (const { image } of catalogue.rows.filter(({ code }) => code !== 'IMAGE_MISSING')) {
      expect((await readFile(join(again, image))).equals(await readFile(join(dir, image))), image).toBe(true);
    }
    await rm(again, { recursive: true });
  });
});
