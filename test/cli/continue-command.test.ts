import { expect, it } from 'vitest';
import { howToContinue } from '../../src/cli/output/continue-command.ts';
import { ImageSearchError } from '../../src/index.ts';

it.each([
  ['QUEUE_UNREACHABLE', 1],
  ['STATE_TAKEN', 0],
] as const)('after %s, what to type is said in %i lines', (code, lines) => {
  const error = new ImageSearchError('It has ended', { code });
  expect(howToContinue('oss://bucket/state', true, error)).toHaveLength(lines);
});
