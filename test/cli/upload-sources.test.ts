import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { quickEmulator } from '../flow/import-test-bed.ts';
import { type S3Server, startS3Server } from '../sources/s3-server.ts';
import { jsonLines, keysOf, runCli } from './run-cli.ts';

let work: string;
let emulator: Emulator;
let server: S3Server;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'upload-sources-'));
  emulator = await quickEmulator();
  server = await startS3Server('shop');
  const good = Buffer.from(await makeImage({ format: 'png', width: 120, height: 100 }));
  for (const key of ['in/a.png', 'in/b.png', 'in/old/c.png']) server.objects.set(key, good);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await emulator.close();
  await rm(work, { recursive: true });
});

const upload = (from: string, to: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runCli(
    [
      ...['upload', from, `oss://${emulator.bucketName}/${to}`, '--region', emulator.regionId],
      ...['--oss-endpoint', emulator.ossEndpoint, '--json', ...args],
    ],
    { env: { ...keysOf(emulator), ...env } },
  );

const AMAZON = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

describe.concurrent('imagesearch-import upload', () => {
  it('uploads from a bucket of S3, and counts what its filters leave out', async () => {
    const reached = ['--source-endpoint', server.endpoint, '--source-path-style'];
    const filters = [
      '--exclude',
      'in/old/**',
      '--include',
      '*.png',
      '--since',
      '2026-10-01',
      '--max-size',
      '99999',
    ];
    const { code, stdout } = await upload('s3://shop/in/', 's3', [...reached, ...filters], AMAZON);
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      summary: { listed: 3, sent: 2, copied: 0, leftOut: 1 },
    });
    expect(code).toBe(0);
  });

  it('uploads from a list of URLs, and ends with 1 for a line that has none', async () => {
    const list = join(work, 'urls.txt');
    const url = `${server.endpoint}/shop/in/a.png`;
    const headers = join(work, 'headers');
    await writeFile(headers, 'X-Shop: spring\n');
    await writeFile(list, `${url}\nno url\n`);
    const args = ['--allow-private-addresses', '--source-headers', headers, '--state', join(work, 'listed')];
    for (const status of ['sent', 'present']) {
      const { code, stdout } = await upload(`urls:${list}`, 'urls', args);
      expect(jsonLines(stdout)).toMatchObject([
        { listIssue: { line: 2, code: 'URL_LIST_LINE_REFUSED', severity: 'error' } },
        { key: 'urls/shop/in/a.png', status },
        { summary: { listed: 1 }, list: { lines: 2, urls: 1, refused: 1 } },
      ]);
      expect(code).toBe(1);
    }
  });

  it('says to people, also with --quiet, which line of a list of URLs has none', async () => {
    const list = join(work, 'wrong-line.txt');
    await writeFile(list, `${server.endpoint}/shop/in/a.png\nno url\n`);
    const { bucketName, regionId, ossEndpoint } = emulator;
    const args = ['upload', `urls:${list}`, `oss://${bucketName}/quiet`, '--allow-private-addresses'];
    const { code, stdout } = await runCli(
      [...args, '--region', regionId, '--oss-endpoint', ossEndpoint, '--quiet'],
      { env: keysOf(emulator) },
    );
    expect(stdout).toContain('Line 2 of ');
    expect(stdout).toContain('List of 2 lines: 1 URLs, 0 repeated, 1 refused, 0 passed over');
    expect(code).toBe(1);
  });

  it('reads as many URLs of one host at once as it is told', async () => {
    const image = Buffer.from(await makeImage({ format: 'png', width: 120, height: 100 }));
    let [running, most] = [0, 0];
    const host = createServer((_, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.end(image);
      }, 20);
    });
    await once(host.listen(0, '127.0.0.1'), 'listening');
    const { port } = host.address() as AddressInfo;
    const list = join(work, 'one-host.txt');
    const urls = [...'abcdef'].map((name) => `http://127.0.0.1:${port}/${name}.png\n`);
    await writeFile(list, urls.join(''));
    const args = ['--allow-private-addresses', '--source-per-host', '1', '--concurrency', '6'];
    const { code } = await upload(`urls:${list}`, 'one-host', args);
    host.close();
    expect([code, most]).toEqual([0, 1]);
  });

  it('names the flag that lets it read a private address', async () => {
    const list = join(work, 'private.txt');
    await writeFile(list, `${server.endpoint}/shop/in/a.png\n`);
    const { code, stdout } = await upload(`urls:${list}`, 'private', []);
    expect(stdout).toContain('which is read with --allow-private-addresses alone');
    expect(code).toBe(1);
  });

  it('ends with 1 for a list of URLs that is none, which is no failure of a service', async () => {
    const list = join(work, 'none.txt');
    await writeFile(list, 'name,price\n');
    const { code, stderr } = await upload(`urls:${list}`, 'none', []);
    expect([code, stderr]).toEqual([1, expect.stringContaining('LISTING_UNREADABLE')]);
  });

  it('ends with 0, and says so, when its filters leave out all that is listed', async () => {
    const reached = ['--source-endpoint', server.endpoint, '--source-path-style'];
    const nightly = await upload('s3://shop/in/', 'nightly', [...reached, '--since', '2099-01-01'], AMAZON);
    expect(nightly.stderr).toContain('the filters leave out all that is listed');
    expect(jsonLines(nightly.stdout)).toMatchObject([{ summary: { listed: 3, leftOut: 3, sent: 0 } }]);
    expect(nightly.code).toBe(0);
    const nowhere = await upload('s3://shop/on/', 'nightly', [...reached, '--since', '2099-01-01'], AMAZON);
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('it has no image')]);
  });

  it.each([
    [
      'no signature in an address',
      'https://shop.blob.core.windows.net/images?sig=secret',
      [],
      /AZURE_STORAGE_SAS_TOKEN/,
    ],
    ['no account of Azure', 'azure://images/in/', [], /AZURE_STORAGE_CONNECTION_STRING/],
    ['no host for a source', 's3://shop', ['--source-endpoint', 'a b'], /'--source-endpoint'/],
    ['sizes that cross', 's3://shop', ['--min-size', '9', '--max-size', '1'], /'--max-size'/],
    ['a date that is none', 's3://shop', ['--since', 'yesterday'], /must be a date/],
    ['a profile that is missing', 'oss://shop/in/', ['--source-profile', 'none'], /NO_CREDENTIALS/],
    ['half an account', 'oss://shop/in/', [], /IMAGESEARCH_SOURCE_ACCESS_KEY_ID is not set/],
    ['a public bucket of OSS', 'oss://shop/in/', ['--source-anonymous'], /--source-anonymous for oss:/],
    ['the paths of a folder', '.', ['--source-path-style'], /--source-path-style for \. as it is for s3:/],
    ['a limit per host of a bucket', 's3://shop', ['--source-per-host', '2'], /it is for urls: alone/],
    ['headers of a bucket', 's3://shop', ['--source-headers', 'x'], /it is for urls: alone/],
    ['a region of a list', 'urls:x', ['--source-region', 'cn-beijing'], /it is for oss:\/\/, s3:\/\/ alone/],
  ])('ends with 2 for %s, and shows no secret', async (_, from, args, message) => {
    const env = { HOME: work, IMAGESEARCH_SOURCE_ACCESS_KEY_SECRET: 'secret' };
    const { code, stdout, stderr } = await upload(from, 'wrong', args, env);
    expect(stderr).toMatch(message);
    expect(stdout + stderr).not.toContain('secret');
    expect(code).toBe(2);
  });
});
