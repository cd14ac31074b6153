import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { quickEmulator } from './import-test-bed.ts';

const PROGRAM = fileURLToPath(new URL('../support/starved.mjs', import.meta.url));
const place = temporaryFolder();
const image = await makeImage({ format: 'png', width: 200, height: 200 });
const file = join(place.path, 'a.png');
const catalogue = join(place.path, 'a.csv');
writeFileSync(file, image);
writeFileSync(catalogue, 'ProductId,Image\nP1,a.png\n');
const server = createServer((_, response) => response.setHeader('connection', 'close').end(image));
let emulator: Emulator;
beforeAll(async () => {
  emulator = await quickEmulator();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await emulator[Symbol.asyncDispose]();
  place[Symbol.dispose]();
});

/** Does work in a process that has no file left, and gets them back after so long, or never. */
async function starved(work: string, releasesAfterMs?: number) {
  const given = {
    ...{ work, releasesAfterMs, file, catalogue },
    ...{ bucket: emulator.bucketName, region: emulator.regionId, instance: emulator.instanceName },
    ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
    credentials: { accessKeyId: emulator.accessKeyId, accessKeySecret: emulator.accessKeySecret },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`,
  };
  const { stdout } = await promisify(execFile)('/bin/sh', [
    ...['-c', 'ulimit -n 100; exec "$0" "$@"', process.execPath, PROGRAM, JSON.stringify(given)],
  ]);
  return JSON.parse(stdout) as { result?: unknown; error?: unknown; tookMs: number };
}

describe.concurrent('a process without a file left', () => {
  it.each([
    ['put', { bytes: 1_000 }],
    ['putFile', { bytes: image.length }],
    ['detail', { serviceType: 'product' }],
    ['check', []],
    ['checkUrl', []],
    ['read', [{ entry: { productId: 'P1' } }]],
  ])('waits for one in %s, and then goes on', async (work, expected) => {
    const { result, error, tookMs } = await starved(work, 400);
    expect(error).toBeUndefined();
    expect(result).toMatchObject(expected);
    expect(tookMs).toBeGreaterThanOrEqual(350);
  });

  it('ends with a code and what to do when no file comes', async () => {
    expect(await starved('putInVain')).toMatchObject({
      error: { name: 'ImageSearchError', code: 'OUT_OF_FILES', advice: expect.stringContaining('ulimit -n') },
    });
  });
});
