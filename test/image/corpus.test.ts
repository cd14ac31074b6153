import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImageFormat } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';

/** Real files with known answers; a check beyond the images that tests make, where the folder is present. */
const corpus = resolve(import.meta.dirname, '../../../shared/corpus');
const list = resolve(corpus, 'expected.json');

type Expected =
  | { verdict: 'image'; format: ImageFormat; width: number; height: number; orientation: number }
  | { verdict: 'refuse' | 'undecided' };

const expected: [string, Expected][] = existsSync(list)
  ? Object.entries(JSON.parse(readFileSync(list, 'utf8')))
  : [];

describe.runIf(expected.length > 0)('ImageValidator of real files', () => {
  test.each(expected)('agrees when the file is %s', async (path, answer) => {
    const validator = new ImageValidator();
    const file = resolve(corpus, path);
    const verdict = await validator.validate(file);
    expect((await validator.validate(readFileSync(file))).facts).toEqual(verdict.facts);
    if (answer.verdict === 'refuse') expect(verdict.ok).toBe(false);
    if (answer.verdict !== 'image') return;
    const { format, width, height, orientation } = answer;
    expect(verdict.facts).toMatchObject({ format, width, height });
    const codes = verdict.issues.map(({ code }) => code);
    expect(codes.includes('IMAGE_ROTATED')).toBe(orientation > 1);
    expect(codes).not.toContain('IMAGE_TRUNCATED');
    expect(codes).not.toContain('IMAGE_CORRUPT');
  });
});
