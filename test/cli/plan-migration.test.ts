import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonLines, runCli } from './run-cli.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migration-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const TO = ['--to', 'oss://my-bucket/spring', '--region', 'cn-shanghai', '--megabits-per-second', '1000'];
const BASE = ['--base-url', 'https://a.example/'];
const plan = (input: string, ...args: string[]) =>
  runCli(['plan-migration', '-', ...TO, '-o', join(folder, 'plan'), ...args], { input });

const LIST = [
  { path: 'a.jpg', ok: true, bytes: 10, issues: [] },
  { path: 'bad.jpg', ok: false, bytes: null, issues: [] },
  { path: 'https://a.example/x/b%20c.jpg', ok: true, bytes: 20 },
  { name: 'd.jpg', bytes: 30, url: 'https://b.example/1' },
  { summary: { images: 3 } },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

describe('imagesearch-import plan-migration', () => {
  it('plans for what preflight has accepted, and reads the results of the mover', async () => {
    const planned = await plan(LIST, ...BASE, '--route', 'online-migration', '--json');
    expect([planned.code, planned.stderr]).toEqual([0, expect.stringContaining('1 image was passed over')]);
    expect(jsonLines(planned.stdout)).toMatchObject([
      { route: 'online-migration', listed: 3, notAccepted: 1, bytes: 60 },
    ]);
    await mkdir(join(folder, 'lists'));
    await writeFile(
      join(folder, 'lists', '1@1@1_total_list_0'),
      's,spring%2Fa.jpg\ns,spring%2Fx%2Fb%20c.jpg\ns,spring%2Fno\n',
    );
    const results = await runCli([
      'migration-results',
      join(folder, 'plan'),
      join(folder, 'lists'),
      '--json',
    ]);
    expect(results.code).toBe(1);
    expect(results.stderr).toContain('1@1@1_total_list_0:3: spring%2Fno is no image of the list');
    expect(jsonLines(results.stdout)).toMatchObject([
      { name: 'a.jpg', status: 'sent' },
      { name: 'd.jpg', status: 'failed', issues: [{ code: 'MIGRATION_UNREPORTED' }] },
      { name: 'x/b c.jpg', status: 'sent', key: 'spring/x/b c.jpg' },
      { summary: { supplied: 3, sent: 2, failed: 1, lines: 3, unknown: 1 } },
    ]);
  });

  it('writes what ossimport needs on several machines, with keys as they are given', async () => {
    const system = ['--system', 'workingDir=/root/import', 'workerUserName=root'];
    const args = [
      '--route',
      'ossimport',
      '--worker',
      '10.0.0.1',
      '10.0.0.2',
      '--job',
      'isSkipExistFile=true',
    ];
    const { code, stdout } = await plan('{"name":"a.jpg","bytes":1}\n', ...BASE, ...args, ...system);
    expect(code).toBe(0);
    expect(stdout).toContain('1 image: 1 in the list, 0 not');
    expect(await readFile(join(folder, 'plan', 'job.cfg'), 'utf8')).toMatch(/^isSkipExistFile=true$/m);
    expect(await readFile(join(folder, 'plan', 'sys.properties'), 'utf8')).toMatch(
      /^workingDir=\/root\/import$/m,
    );
    expect(await readFile(join(folder, 'plan', 'workers'), 'utf8')).toBe('10.0.0.1\n10.0.0.2\n');
  });

  it('ends with 1 when an image is in no list', async () => {
    expect((await plan('{"name":"a.jpg","bytes":1}\n', '--route', 'online-migration')).code).toBe(1);
  });

  it.each([
    ['{"name":"a.jpg"}\n', [], '-:1'],
    ['\nname,bytes\n', [], '-:2 as it is no object of JSON'],
    ['', ['--job', 'isSkipExistFile'], 'must be KEY=VALUE'],
    ['', ['--job', 'isSkipExistFil=true'], "did you mean 'isSkipExistFile'?"],
  ])('ends with 2 for %j and %j', async (input, args, message) => {
    const { code, stdout, stderr } = await plan(input, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
