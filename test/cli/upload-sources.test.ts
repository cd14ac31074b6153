import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
    const { code, stdout, stderr } = await upload(`urls:${list}`, 'urls', [
      ...['--allow-private-addresses', '--source-headers', headers],
    ]);
    expect(jsonLines(stdout)[0]).toMatchObject({ key: 'urls/shop/in/a.png', status: 'sent' });
    expect(stderr).toContain('URL_LIST_LINE_REFUSED');
    expect(code).toBe(1);
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
  ])('ends with 2 for %s, and shows no secret', async (_, from, args, message) => {
    const { code, stdout, stderr } = await upload(from, 'wrong', args, { HOME: work });
    expect(stderr).toMatch(message);
    expect(stdout + stderr).not.toContain('secret');
    expect(code).toBe(2);
  });
});
