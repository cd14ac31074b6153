import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { openOutput } from '../../src/cli/output/output.ts';
import { reportError } from '../../src/cli/output/report-error.ts';
import { ImageSearchError, ImportStopped } from '../../src/index.ts';

it.each([
  [
    'the data, where so many entries are wrong that an import was told to end',
    new ImportStopped('6 of 100 entries are refused', 'TOO_MANY_REFUSED'),
    [1, '6 of 100 entries are refused [TOO_MANY_REFUSED]\n'],
  ],
  [
    'the service, where it stays away',
    new ImageSearchError('Cannot call Detail', { code: 'TIMEOUT', advice: 'Allow more time' }),
    [3, 'Cannot call Detail [TIMEOUT]\nAllow more time\n'],
  ],
  [
    'the service, for an error that nobody knows, without what could steer the terminal',
    new Error('\u001b[2J'),
    [3, '\\u001b[2J\n'],
  ],
])('reportError() blames %s', (_, error, expected) => {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const { signal } = new AbortController();
  const output = openOutput(false, new PassThrough(), stderr, signal);
  expect([reportError(error, output, signal), stderr.read()]).toEqual(expected);
});
