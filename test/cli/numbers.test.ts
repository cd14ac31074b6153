import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const IMPORT = ['import', 'shop.csv', '--images', '.', '--to', 'oss://a-bucket/a', '--region', 'cn-shanghai'];

describe.concurrent('imagesearch-import import refuses, before anything is read or sent,', () => {
  it.each([
    ['--retries', '-1', 'a whole number from 0 to 999999999'],
    ['--retries', '1.5', 'a whole number from 0 to 999999999'],
    ['--lines-per-task', '0', 'a whole number from 1 to 999999999'],
    ['--concurrency', '0', 'a whole number from 1 to 999999999'],
    ['--patience-ms', '10m', 'a whole number from 0 to 999999999'],
    ['--verify-minutes', 'ten', 'a number from 0 to 999999999'],
    ['--megabits-per-second', '0.0', 'a number above 0'],
    [
      '--max-refused',
      '100%',
      'a whole number of entries from 0 to 999999999, or a share from 0% to below 100%',
    ],
    [
      '--max-failed',
      '0.05',
      'a whole number of entries from 0 to 999999999, or a share from 0% to below 100%',
    ],
    ['--limits', '2019', 'current, 2020'],
  ])('%s %s, and says what it may be', async (flag, value, range) => {
    const { code, stdout, stderr } = await runCli([...IMPORT, '--instance', 'i', flag, value]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(flag);
    expect(stderr).toContain(value);
    expect(stderr).toContain(range);
  });
});
