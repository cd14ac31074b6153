import { describe, expect, it } from 'vitest';
import { bytes } from '../../src/cli/options/numbers.ts';
import { runCli } from './run-cli.ts';

/** It ends before anything is listed, as there is no such folder. */
const UPLOAD = ['upload', 'no-such-folder', 'oss://a-bucket/a', '--region', 'cn-shanghai'];

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

describe.concurrent('imagesearch-import upload', () => {
  const most = `from 1 to ${Number.MAX_SAFE_INTEGER}, or have one of the units KB`;
  it.each([
    ['--max-bytes', '10G', most],
    ['--max-bytes', '9007199254740992', most],
    ['--max-bytes', '0.0001KB', most],
    ['--bandwidth-limit', '1.5', most],
    ['--max-size', '-1', `from 0 to ${Number.MAX_SAFE_INTEGER}`],
  ])('refuses %s %s, and says what it may be', async (flag, value, range) => {
    const { code, stderr } = await runCli([...UPLOAD, flag, value]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(range)]);
    expect(stderr).toContain(value);
  });

  it('reads sizes of any length, and with units', () => {
    const sizes = ['0', '9007199254740991', '10GB', '1.5 GiB', '4MB', '2TiB', '0.5KB'];
    expect(sizes.map(bytes)).toEqual([0, 9007199254740991, 1e10, 1610612736, 4e6, 2 ** 41, 500]);
  });

  it('takes a budget and a limit above a gigabyte', async () => {
    const budget = ['--max-bytes', '50000000000', '--bandwidth-limit', '2GB', '--max-size', '5GiB'];
    const { code, stderr } = await runCli([...UPLOAD, ...budget]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no such file or folder')]);
  });
});
