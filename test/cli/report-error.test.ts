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
  [
    'the folder that the command is run in, where it is gone',
    Object.assign(new Error('ENOENT: uv_cwd'), { code: 'ENOENT', syscall: 'uv_cwd' }),
    [
      2,
      'Cannot use the folder that the command is run in: there is no such file or folder [ENOENT]\nCheck its name, and the folder that a relative one counts from\n',
    ],
  ],
  [
    'a port that this user may not have',
    Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'listen', address: '127.0.0.1', port: 80 }),
    [2, 'Cannot use 127.0.0.1:80: permission denied [EACCES]\nChoose a port from 1024\n'],
  ],
])('reportError() blames %s', (_, error, expected) => {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const { signal } = new AbortController();
  const output = openOutput(false, new PassThrough(), stderr, signal);
  expect([reportError(error, output, signal), stderr.read()]).toEqual(expected);
});
