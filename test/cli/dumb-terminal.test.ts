import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { statusLineOf } from '../../src/cli/progress/status-line-of.ts';

it.each([
  ['a terminal', true, { TERM: 'xterm' }, true],
  ['a terminal whose kind is not said', true, {}, true],
  ['a terminal that moves no cursor', true, { TERM: 'dumb' }, false],
  ['a pipe', false, { TERM: 'xterm' }, false],
])('%s gets a line that is drawn anew, or none', async (_, isTTY, env, isDrawn) => {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  expect((await statusLineOf(stream, env)) !== undefined).toBe(isDrawn);
});
