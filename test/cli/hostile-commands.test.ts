import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/run-program.ts';
import { closeBed, openBed } from './hostile-bed.ts';
import { HOSTILE_COMMANDS } from './hostile-command-lines.ts';
import { UNSAFE } from './hostile-text.ts';
import { jsonLines } from './run-cli.ts';

beforeAll(openBed);
afterAll(closeBed);

async function run(args: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const streams = {
    stdout: new PassThrough({ encoding: 'utf8' }),
    stderr: new PassThrough({ encoding: 'utf8' }),
  };
  const interrupt = new AbortController();
  for (const name of ['stdout', 'stderr'] as const)
    streams[name].on('data', (text: string) => {
      said[name] += text;
      if (text.includes('imageSearchEndpoint') || text.includes('--oss-endpoint http')) interrupt.abort(); // an emulator runs
    });
  const code = await runProgram(args, () => '0', streams, interrupt.signal);
  await new Promise((resolve) => setImmediate(resolve)); // what is written just before the end
  return { code, ...said };
}

describe('what strangers wrote does not draw on the terminal', () => {
  it('is tried with every command and more than 66 times', () => {
    expect(HOSTILE_COMMANDS.length).toBeGreaterThan(66);
  });

  describe.each(['text', '--json'])('in %s', (form) => {
    it.each(HOSTILE_COMMANDS)(
      '%s prints no character that is obeyed or unseen, and no line of its own',
      async (_, args, seen) => {
        const all = form === '--json' ? [...args(), '--json'] : args();
        const { code, stdout, stderr } = await run(all);
        const printed = stdout + stderr;
        expect(printed).not.toMatch(UNSAFE);
        expect(printed).not.toMatch(/^\W*(FORGED|\(Did you mean (--)?FORGED)/m);
        if (form === '--json') for (const one of jsonLines(stdout)) expect(one).toBeTypeOf('object');
        expect(printed).not.toBe('');
        if (seen === undefined) expect(printed).toContain('\\u001b');
        expect(code).toBeTypeOf('number');
      },
    );
  });
});
