import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { FolderStore } from '../../src/index.ts';
import { quickEmulator, storeOf } from '../flow/import-test-bed.ts';
import { all } from '../support/items.ts';
import { jsonLines, keysOf, runCli } from './run-cli.ts';

let folder: string;
let photos: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-cli-'));
  photos = join(folder, 'photos');
  const store = new FolderStore(photos);
  const good = await makeImage({ format: 'png', width: 120, height: 100 });
  for (const name of ['a.png', 'b.png', 'c.png']) await store.put(name, good);
});
afterAll(() => rm(folder, { recursive: true }));

const uploadOf = (from: string, { bucketName, regionId, ossEndpoint }: Emulator, path = 'out') => [
  ...['upload', from, `oss://${bucketName}/${path}`],
  ...['--region', regionId, '--oss-endpoint', ossEndpoint],
];

async function keysIn(emulator: Emulator, prefix: string): Promise<string[]> {
  const store = storeOf(emulator);
  const objects = await all(store.list(prefix));
  store.close();
  return objects.map(({ key }) => key);
}

describe.concurrent('imagesearch-import upload', () => {
  it('uploads a folder, then from the bucket to another prefix, and tells each image', async () => {
    await using emulator = await quickEmulator();
    const env = keysOf(emulator);
    const { code, stdout } = await runCli([...uploadOf(photos, emulator), '--json'], { env });
    const lines = jsonLines(stdout);
    expect(lines.slice(0, -1).map(({ source, key, status }) => [source, key, status])).toEqual(
      ['a.png', 'b.png', 'c.png'].map((name) => [name, `out/${name}`, 'sent']),
    );
    expect(lines.at(-1)).toMatchObject({ summary: { listed: 3, sent: 3, leftOut: 0 } });
    expect(code).toBe(0);
    const from = `oss://${emulator.bucketName}/out/`;
    const copied = await runCli(uploadOf(from, emulator, 'copy'), { env });
    expect(copied.stdout).toMatch(
      /^3 listed: 3 sent \(0\.1 MB; 3 copied inside OSS\), 0 present, 0 refused, 0 failed, 0 left out/,
    );
    expect(await keysIn(emulator, 'copy/')).toEqual(['copy/a.png', 'copy/b.png', 'copy/c.png']);
  });

  it('ends with 4 when its bytes are used up, says how to continue, and continues', async () => {
    await using emulator = await quickEmulator();
    const env = keysOf(emulator);
    const args = [...uploadOf(photos, emulator), '--state', join(folder, 'state'), '--concurrency', '1'];
    const stopped = await runCli([...args, '--max-bytes', '1'], { env });
    expect(stopped.stderr).toContain(
      "Upload stopped as '--max-bytes' is 1: 1 images are done and 2 are left",
    );
    expect(stopped.stderr).toContain('[MAX_BYTES_REACHED]');
    expect(stopped.stderr).toContain('Continue with: imagesearch-import upload');
    expect(stopped.code).toBe(4);
    expect((await runCli(args, { env })).code).toBe(0);
    expect(await keysIn(emulator, 'out/')).toHaveLength(3);
  });

  it('ends with 1 when an image is refused, and says why', async () => {
    await using emulator = await quickEmulator();
    const mixed = join(folder, 'mixed');
    await cp(photos, mixed, { recursive: true });
    await new FolderStore(mixed).put('broken.png', Buffer.from('no image'));
    const { code, stdout } = await runCli([...uploadOf(mixed, emulator), '--dry-run'], {
      env: keysOf(emulator),
    });
    expect(stdout).toMatch(/^broken\.png refused IMAGE_\w+ /m);
    expect(stdout).toContain('Dry run of 4 listed: 3 would be sent');
    expect(await keysIn(emulator, 'out/')).toEqual([]);
    expect(code).toBe(1);
  });

  it('says how many links of a folder it has not followed', async () => {
    await using emulator = await quickEmulator();
    const linked = join(folder, 'linked');
    await cp(photos, linked, { recursive: true });
    await symlink(join(photos, 'a.png'), join(linked, 'link.png'));
    const { code, stdout, stderr } = await runCli(uploadOf(linked, emulator), { env: keysOf(emulator) });
    expect(stderr).toContain(`${linked}: 1 symbolic link was not followed`);
    expect(stdout).toContain('3 listed: 3 sent');
    expect(code).toBe(0);
  });

  it('ends with 2 for a source that is no folder, and for a target that is no address', async () => {
    await using emulator = await quickEmulator();
    const env = keysOf(emulator);
    const missing = await runCli(uploadOf(join(folder, 'nowhere'), emulator), { env });
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no such file or folder'),
    });
    const wrong = await runCli(['upload', photos, 'bucket', '--region', 'cn-shanghai'], { env });
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it must be "oss://BUCKET/FOLDER"'),
    });
  });
});
