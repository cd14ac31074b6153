import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage, rotatedImage } from '../../samples/make-images.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { jsonLines, keysOf, runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

let folder: string;
const at = (...names: string[]) => join(folder, ...names);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-preflight-'));
  await mkdir(at('in', 'shoes'), { recursive: true });
  await writeFile(at('in', 'good.png'), await makeImage({ format: 'png', width: 300, height: 200 }));
  await writeFile(at('in', 'shoes', 'turned.jpg'), await rotatedImage('jpeg', 6));
  await writeFile(
    at('in', 'shoes', 'lying.png'),
    await makeImage({ format: 'jpeg', width: 300, height: 200 }),
  );
  await writeFile(at('in', 'tiny.gif'), await makeImage({ format: 'gif', width: 20, height: 20 }));
});
afterAll(() => rm(folder, { recursive: true }));

describe.concurrent('imagesearch-import preflight --repair', () => {
  it('writes what can be repaired, tells each step, and what stays refused', async () => {
    const out = at('out');
    const { code, stdout, stderr } = await runCli(['preflight', at('in'), '--repair', out, '--json']);
    expect(stderr).toBe('');
    const lines = jsonLines(stdout);
    const of = (name: string) => lines.find(({ path }) => path === at('in', ...name.split('/')));
    expect(of('good.png')).toMatchObject({ ok: true, repaired: null, steps: [] });
    expect(of('shoes/turned.jpg')).toMatchObject({ ok: false, repaired: join(out, 'shoes', 'turned.jpg') });
    expect(of('shoes/lying.png')).toMatchObject({ ok: false, repaired: join(out, 'shoes', 'lying.jpg') });
    expect(of('tiny.gif')).toMatchObject({
      ok: false,
      repaired: null,
      unrepaired: expect.arrayContaining([expect.objectContaining({ code: 'IMAGE_REPAIR_TOO_SMALL' })]),
    });
    expect(lines.at(-1)).toEqual({ summary: { images: 4, accepted: 1, refused: 3, repaired: 2 } });
    expect(code).toBe(1);
    expect((await readdir(out, { recursive: true })).sort()).toEqual([
      'shoes',
      'shoes/lying.jpg',
      'shoes/turned.jpg',
    ]);
    for (const name of ['turned.jpg', 'lying.jpg'])
      expect(await new ImageValidator().validate(join(out, 'shoes', name))).toMatchObject({ ok: true });
    expect(await readFile(join(out, 'shoes', 'lying.jpg'))).toEqual(
      await readFile(at('in', 'shoes', 'lying.png')),
    );
  });

  it('exits with 0 when everything that was refused is repaired, and says it to people', async () => {
    const out = at('out-people');
    const { code, stdout } = await runCli(['preflight', at('in', 'shoes'), '--repair', out]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/turned\.jpg error IMAGE_ROTATED /);
    expect(stdout).toMatch(/turned\.jpg repaired .*turned\.jpg /);
    expect(stdout).toMatch(/2 images: 0 accepted, 2 refused, 2 repaired into /);
  });

  it.each([
    ['', []],
    [' at its custom domain', ['--oss-custom-domain']],
  ])('repairs objects of a bucket%s into a folder', async (_, flags) => {
    await using emulator = await startEmulator();
    const { bucketName: bucket, regionId: region, ossEndpoint } = emulator;
    const store = new OssStore({ bucket, region, endpoint: ossEndpoint, credentials: emulator });
    await store.put('spring/turned.jpg', await rotatedImage('jpeg', 3));
    store.close();
    const out = at(`out-oss-${flags.length}`);
    const { code } = await runCli(
      [
        ...['preflight', `oss://${bucket}/`, '--repair', out],
        ...['--region', region, '--oss-endpoint', ossEndpoint, ...flags],
      ],
      { env: keysOf(emulator) },
    );
    expect(code).toBe(0);
    expect(await new ImageValidator().validate(join(out, 'spring', 'turned.jpg'))).toMatchObject({
      ok: true,
    });
  });

  it('refuses a URL before anything is read', async () => {
    const { code, stderr } = await runCli(['preflight', 'https://example.com/a.jpg', '--repair', at('x')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Cannot repair what is behind a URL/);
  });
});

describe.concurrent('imagesearch-import preflight', () => {
  it('reads URLs, and those of this machine only when it is allowed', async () => {
    const image = await makeImage({ format: 'png', width: 300, height: 200 });
    const server = createServer((_, response) => response.end(image));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/image.php?secret=1`;
    try {
      const refused = await runCli(['preflight', url]);
      expect(refused.code).toBe(1);
      expect(refused.stdout).toMatch(/HTTP_ADDRESS_REFUSED/);
      expect(refused.stdout).not.toMatch(/secret/);
      const allowed = await runCli(['preflight', url, '--allow-private-addresses']);
      expect(allowed.stdout).toMatch(/image\.php ok png 300×200/);
      expect(allowed.code).toBe(0);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('takes the limits of 2020 and a speed when they are given', async () => {
    await writeFile(at('small.png'), await makeImage({ format: 'png', width: 150, height: 200 }));
    const { code, stdout } = await runCli(['preflight', at('small.png'), '--limits', '2020']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/IMAGE_SIDE_TOO_SHORT Width is 150 px, least is 200/);
    const large = new Uint8Array(4 << 20);
    large.set(await makeImage({ format: 'jpeg', width: 300, height: 200 }));
    await writeFile(at('large.jpg'), large);
    expect((await runCli(['preflight', at('large.jpg'), '--megabits-per-second', '6'])).stdout).toMatch(
      /warning IMAGE_TOO_SLOW/,
    );
    expect((await runCli(['preflight', at('large.jpg'), '--megabits-per-second', '7'])).stdout).toMatch(
      /ok jpeg/,
    );
  });
});

it('preflight shows people ten warnings of a code, and counts the rest', async () => {
  using folder = temporaryFolder();
  const image = Buffer.concat([
    await makeImage({ format: 'jpeg', width: 200, height: 200 }),
    Buffer.alloc(900_000),
  ]);
  for (let n = 10; n < 23; n += 1) writeFileSync(join(folder.path, `${n}.jpg`), image);
  const args = ['preflight', folder.path, '--megabits-per-second', '1'];
  const { code, stdout } = await runHere(args);
  expect(stdout.match(/warning IMAGE_TOO_SLOW/g)).toHaveLength(10);
  expect(stdout).toMatch(/13 accepted, 0 refused \(not shown: 3 warnings IMAGE_TOO_SLOW.*\)\n$/);
  expect(code).toBe(0);
  const { stdout: lines } = await runHere([...args, '--json']);
  expect(lines.match(/IMAGE_TOO_SLOW/g)).toHaveLength(13);
});

it('preflight says that there was nothing to check, and ends with 1 unless there may be nothing', async () => {
  using empty = temporaryFolder();
  const { code, stderr } = await runHere(['preflight', empty.path]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('Nothing is checked, as no image was found')]);
  const filtered = await runHere(['preflight', '--from', empty.path, '--min-size', '1KB']);
  expect([filtered.code, filtered.stderr]).toEqual([0, expect.stringContaining('Nothing is checked')]);
});
