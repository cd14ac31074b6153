import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compileProgram, PROGRAMS } from '../../tooling/compile-programs.ts';

it.each(Object.entries(PROGRAMS))(
  'the program for %s is what its source compiles to',
  { timeout: 60_000 },
  async (_, program) => {
    const committed = new URL(`../../src/${program.folder}/${program.output}`, import.meta.url);
    expect(await compileProgram(program)).toBe(await readFile(committed, 'utf8'));
  },
);
