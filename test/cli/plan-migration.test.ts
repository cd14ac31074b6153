import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { jsonLines, keysOf, runCli } from './run-cli.ts';

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
  { path: 'images/a.jpg', name: 'a.jpg', ok: true, bytes: 10, issues: [] },
  { path: 'images/bad.jpg', name: 'bad.jpg', ok: false, bytes: null, issues: [] },
  { name: 'x/b c.jpg', url: 'https://a.example/x/b%20c.jpg', ok: true, bytes: 20 },
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

  it('ends with 1, and says so, for a list without an image', async () => {
    const refused = JSON.stringify({ name: 'bad.jpg', ok: false, bytes: null });
    expect(await plan(`${refused}\n`, ...BASE)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('-: it has no image, and so there is nothing to move'),
    });
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

  it('takes the host of OSS for ossimport from its flag alone, not from that of the other commands', async () => {
    const env = { IMAGESEARCH_OSS_ENDPOINT: 'http://127.0.0.1:1' };
    const run = (name: string, ...args: string[]) =>
      runCli(['plan-migration', '-', ...TO, ...BASE, '-o', join(folder, name), ...args], {
        env,
        input: LIST,
      });
    expect((await run('a', '--to', 'oss://my-bucket/春')).code).toBe(0);
    const domain = 'oss-cn-shanghai-internal.aliyuncs.com';
    expect((await run('b', '--route', 'ossimport')).code).toBe(1); // d.jpg has a URL of another name
    expect((await run('c', '--route', 'ossimport', '--dest-domain', domain)).code).toBe(1);
    const job = (name: string) => readFile(join(folder, name, 'local_job.cfg'), 'utf8');
    expect(await job('b')).toMatch(/^destDomain=oss-cn-shanghai\.aliyuncs\.com$/m);
    expect(await job('c')).toMatch(/^destDomain=oss-cn-shanghai-internal\.aliyuncs\.com$/m);
  });

  it('ends with 2 for a line without an end, which it does not gather', async () => {
    const list = join(folder, 'list.jsonl');
    await writeFile(list, `${LIST}${'x'.repeat(2_000_000)}`);
    const { code, stderr } = await runCli([
      'plan-migration',
      list,
      ...TO,
      '-o',
      join(folder, 'plan'),
      ...BASE,
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(':6 as it has more than 1048576 characters')]);
  });

  it.each([['/images/a.jpg'], ['oss://bucket/a.jpg'], ['shoes/']])(
    'ends with 1 for the name %j, which is no path below a folder',
    async (name) => {
      const { code } = await plan(`${JSON.stringify({ name, bytes: 1 })}\n`, '--route', 'import');
      expect(code).toBe(1);
      const [image] = jsonLines(await readFile(join(folder, 'plan', 'images.jsonl'), 'utf8'));
      expect(image).toMatchObject({ name, issues: [{ code: 'MIGRATION_KEY' }] });
    },
  );

  it('takes what preflight prints of every source, by names below it', async () => {
    await using emulator = await startEmulator();
    const { bucketName: bucket, regionId: region, ossEndpoint, ...credentials } = emulator;
    const store = new OssStore({ bucket, region, endpoint: ossEndpoint, credentials });
    const photos = join(folder, 'photos');
    const image = await makeImage({ format: 'png', width: 300, height: 200 });
    await mkdir(join(photos, 'bags'), { recursive: true });
    await writeFile(join(photos, 'bags', 'a b.png'), image);
    await store.put('up/bags/a b.png', image);
    store.close();
    const server = createServer((_, response) => response.end(image));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bags/a%20b.png?v=2`;
    await writeFile(join(folder, 'urls.txt'), `${url}\n`);
    const oss = ['--region', region, '--oss-endpoint', ossEndpoint];
    const sources: readonly (readonly [args: readonly string[], name: string, url?: string])[] = [
      [[photos], 'bags/a b.png'],
      [['--from', photos], 'bags/a b.png'],
      [[join(photos, 'bags', 'a b.png')], 'a b.png'],
      [[`oss://${bucket}/up/`, ...oss], 'bags/a b.png'],
      [['--from', `oss://${bucket}/up`, ...oss], 'bags/a b.png'],
      [['--from', `urls:${join(folder, 'urls.txt')}`, '--allow-private-addresses'], 'bags/a b.png', url],
      [[url, '--allow-private-addresses'], 'bags/a b.png', url],
    ];
    try {
      for (const [n, [args, name, from = `https://a.example/${encodeURI(name)}`]] of sources.entries()) {
        const checked = await runCli(['preflight', ...args, '--json'], { env: keysOf(emulator) });
        expect(jsonLines(checked.stdout)[0]).toMatchObject({ name, ok: true });
        const out = join(folder, `plan-${n}`);
        const route = [...BASE, '--route', 'online-migration'];
        const { code } = await runCli(['plan-migration', '-', ...TO, '-o', out, ...route], {
          input: checked.stdout,
        });
        const list = gunzipSync(await readFile(join(out, 'images-0001.csv.gz'))).toString();
        expect([code, list]).toEqual([0, expect.stringContaining(encodeURIComponent(from))]);
        expect(jsonLines(await readFile(join(out, 'images.jsonl'), 'utf8'))).toMatchObject([{ name }]);
      }
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('ends with 1 when an image is in no list', async () => {
    expect((await plan('{"name":"a.jpg","bytes":1}\n', '--route', 'online-migration')).code).toBe(1);
  });

  it.each([
    ['{"name":"a.jpg"}\n', [], '-:1'],
    ['{"path":"/images/a.jpg","bytes":1}\n', [], '-:1 as it must be JSON with "name"'],
    ['\nname,bytes\n', [], '-:2 as it is no object of JSON'],
    ['', ['--job', 'isSkipExistFile'], 'must be KEY=VALUE'],
    ['', ['--job', 'isSkipExistFil=true'], "did you mean 'isSkipExistFile'?"],
  ])('ends with 2 for %j and %j', async (input, args, message) => {
    const { code, stdout, stderr } = await plan(input, ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
