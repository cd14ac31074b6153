import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { quickEmulator, storeOf } from '../flow/import-test-bed.ts';
import { type S3Server, startS3Server } from '../sources/s3-server.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let work: string;
let emulator: Emulator;
let server: S3Server;
const NAMES = ['a.png', 'old/b.png', 'broken.png'];
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'from-'));
  emulator = await quickEmulator();
  server = await startS3Server('shop');
  const good = Buffer.from(await makeImage({ format: 'png', width: 120, height: 100 }));
  const store = storeOf(emulator);
  await mkdir(join(work, 'photos', 'old'), { recursive: true });
  for (const name of NAMES) {
    const bytes = name === 'broken.png' ? good.subarray(0, 60) : good;
    server.objects.set(`in/${name}`, bytes);
    await store.put(`in/${name}`, bytes);
    await writeFile(join(work, 'photos', name), bytes);
  }
  store.close();
  const lines = NAMES.map((name) => `${server.endpoint}/shop/in/\t${name}\n`);
  await writeFile(join(work, 'urls.txt'), [...lines, 'no url\n'].join(''));
  const rows = NAMES.map((name, n) => `P${n},${name},shoe\n`);
  await writeFile(join(work, 'shop.csv'), `ProductId,Image,CustomContent\n${rows.join('')}`);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await emulator.close();
  await rm(work, { recursive: true });
});

/** How each source is named, and what it needs; a list of URLs has a line that is none. */
const SOURCES = {
  folder: () => ['--from', join(work, 'photos')],
  bucket: () => ['--from', `oss://${emulator.bucketName}/in`],
  s3: () => ['--from', 's3://shop/in', '--source-endpoint', server.endpoint, '--source-path-style'],
  urls: () => ['--from', `urls:${join(work, 'urls.txt')}`, '--allow-private-addresses'],
};
const KINDS = Object.keys(SOURCES) as (keyof typeof SOURCES)[];

const run = (args: readonly string[]) =>
  runCli([...args, '--json'], {
    env: { ...keysOf(emulator), AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
const ossOf = ({ regionId, ossEndpoint }: Emulator) => ['--region', regionId, '--oss-endpoint', ossEndpoint];
const into = (folder: string) => [
  '--to',
  `oss://${emulator.bucketName}/${folder}`,
  ...connectionOf(emulator),
];
const productsOf = (lines: readonly Record<string, unknown>[]) =>
  lines.map(({ productId, status }) => `${productId} ${status}`).toSorted();

describe.concurrent.each(KINDS)('--from of the source %s', (kind) => {
  it('is where import finds the images of its catalogue', async () => {
    const catalogue = join(work, 'shop.csv');
    const { code, stdout } = await run(['import', catalogue, ...SOURCES[kind](), ...into(`rows-${kind}`)]);
    const lines = jsonLines(stdout).filter((line) => 'productId' in line);
    expect(productsOf(lines)).toEqual(['P0 imported', 'P1 imported', 'P2 refused']);
    expect(code).toBe(1);
  });

  it('is a catalogue of its own for import', async () => {
    const { stdout } = await run(['import', ...SOURCES[kind](), ...into(`listed-${kind}`), '--dry-run']);
    const lines = jsonLines(stdout).filter((line) => 'productId' in line);
    expect(productsOf(lines)).toEqual(['a ready', 'broken refused', 'old/b ready']);
  });

  it('is a catalogue of its own for build', async () => {
    const path = join(work, kind, 'increment.meta');
    const { code } = await run([
      'build',
      ...SOURCES[kind](),
      '-o',
      path,
      '--exclude',
      'old/**',
      ...ossOf(emulator),
    ]);
    const names = jsonLines(await readFile(path, 'utf8')).map(({ PicName }) => PicName);
    expect(names.toSorted()).toEqual(['a.png', 'broken.png']);
    expect(code).toBe(kind === 'urls' ? 1 : 0); // for the line that has none
  });

  it('is what preflight checks', async () => {
    const { code, stdout } = await run(['preflight', ...SOURCES[kind](), ...ossOf(emulator)]);
    expect(jsonLines(stdout).at(-1)).toEqual({ summary: { images: 3, accepted: 2, refused: 1 } });
    expect(code).toBe(1);
  });
});

describe.concurrent('--from', () => {
  it('is filtered by age and size, and says what was left out', async () => {
    const { stdout, stderr } = await run([
      ...['preflight', ...SOURCES.s3(), '--since', '2026-10-01', '--min-size', '61'],
    ]);
    expect(jsonLines(stdout).at(-1)).toEqual({ summary: { images: 2, accepted: 2, refused: 0 } });
    expect(stderr).toMatch(/1 .*exclude/);
  });

  it('continues an import by its state, and is compared with that', async () => {
    const state = join(work, 'state');
    const args = ['import', join(work, 'shop.csv'), ...into('state'), '--state', state];
    await run([...args, ...SOURCES.s3()]);
    const again = await run([...args, ...SOURCES.s3()]);
    expect(jsonLines(again.stdout).at(-1)).toMatchObject({ summary: { supplied: 3, succeeded: 2 } });
    const other = await run([...args, ...SOURCES.folder()]);
    expect(other.stderr).toMatch(/'--images' was .*s3:\/\/shop\/in\//);
    expect(other.code).toBe(2);
  });

  it('takes the profile of one account of S3', async () => {
    const credentials = join(work, 'credentials');
    await writeFile(credentials, '[reader]\naws_access_key_id = id\naws_secret_access_key = secret\n');
    const { stdout } = await runCli(['preflight', ...SOURCES.s3(), '--source-profile', 'reader', '--json'], {
      env: { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: join(work, 'none') },
    });
    expect(jsonLines(stdout).at(-1)).toMatchObject({ summary: { images: 3 } });
  });

  it.each([
    [
      '--images beside it',
      ['import', 'shop.csv', '--from', 's3://shop', '--images', 'x'],
      /cannot be used with/,
    ],
    ['no catalogue and no source', ['import', '--images', '.'], /none is given: name one, or .* --from/],
    [
      'a catalogue that build would look at no images of',
      ['build', 'shop.csv', '--from', 's3://shop'],
      /one of them/,
    ],
    ['ages of what is typed', ['preflight', 'photos', '--since', '2026-11-01'], /--from lists/],
    ['sizes of rows', ['import', 'shop.csv', '--from', 's3://shop', '--min-size', '9'], /--from lists/],
    ['no images to check', ['preflight'], /none are given/],
    ['a file', ['preflight', '--from', 'shop.csv'], /source must be a folder/],
  ])('ends with 2 for %s', async (_, args, message) => {
    const others =
      args[0] === 'import' ? into('wrong') : args[0] === 'build' ? ['-o', join(work, 'never')] : [];
    const typed = args.map((arg) => (arg === 'shop.csv' ? join(work, arg) : arg));
    const { code, stderr } = await run([...typed, ...others]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});
