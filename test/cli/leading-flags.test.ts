import { expect, it } from 'vitest';
import { jsonLines } from './run-cli.ts';
import { runHere } from './run-here.ts';

it.each([
  [
    ['help', 'import', '--json'],
    ['import', '--help', '--json'],
  ],
  [
    ['help', '--quiet', 'lint'],
    ['lint', '--help'],
  ],
  [
    ['-h', 'lint'],
    ['lint', '--help'],
  ],
  [
    ['--json', 'help', 'settings'],
    ['help', 'settings', '--json'],
  ],
  [
    ['--json', 'explain', 'IMAGE_EMPTY'],
    ['explain', 'IMAGE_EMPTY', '--json'],
  ],
  [
    ['--json', '--version'],
    ['--version', '--json'],
  ],
  [
    ['--', 'explain', 'IMAGE_EMPTY'],
    ['explain', 'IMAGE_EMPTY'],
  ],
  [
    ['--json', '--', 'explain', 'IMAGE_EMPTY'],
    ['explain', 'IMAGE_EMPTY', '--json'],
  ],
  [['--version', 'lint'], ['--version']],
])('%j does what %j does when flags that count everywhere come elsewhere', async (args, same) => {
  const { code, stdout, stderr } = await runHere(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe((await runHere(same)).stdout);
});

it('the version is an object when --json is beside it', async () => {
  const { stdout } = await runHere(['--version', '--json']);
  expect(jsonLines(stdout)).toMatchObject([{ name: 'imagesearch-import', version: '1.2.3' }]);
});
