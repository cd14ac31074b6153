import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { LineNumbers } from '../../../src/import/plan/line-numbers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test.each([1, 511, 512, 513, 200_000])(
  'LineNumbers gives the line of each of %d entries when they are asked for in any order',
  async (count) => {
    using folder = temporaryFolder();
    {
      using lines = new LineNumbers(folder.path);
      const lineOf = (number: number) => 2 ** 33 + 3 * number;
      for (let number = 1; number <= count; number++) lines.add(lineOf(number));
      lines.finish();
      const wrong: number[] = [];
      for (let n = 0; n < count; n++) {
        const number = 1 + ((n * 7_919) % count); // a prime, so that each comes once
        if (lines.lineOf(number) !== lineOf(number)) wrong.push(number);
      }
      expect(wrong).toEqual([]);
    }
    expect(await readdir(folder.path)).toEqual([]);
  },
);
