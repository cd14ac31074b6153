import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { sendPart, startImageServer } from '../image/url/image-server.ts';
import { errorCodes, importAndCollect, into, makeSamples, quickEmulator } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: Uint8Array;
beforeAll(async () => {
  samples = await makeSamples();
  image = await makeImage({ format: 'png', width: 300, height: 400 });
});
afterAll(() => samples[Symbol.asyncDispose]());

it('importCatalogue() tells what the service reports of a row’s second image with that image', async () => {
  await using server = await startImageServer((request, response) =>
    request.url === '/gone.png' ? void response.writeHead(404).end() : sendPart(request, response, image),
  );
  await using emulator = await quickEmulator({
    failImage: ({ picName }) => (picName.endsWith('2.png') ? 'TimeoutForTransferImage' : undefined),
  });
  const at = (...names: string[]) => names.map((name) => server.url(`/${name}`).href);
  const rows = [
    { productId: 'A', image: at('1.png', '2.png', '3.png'), customContent: 'k:v' },
    { productId: 'B', image: at('gone.png', '4.png') },
    { productId: 'C', image: '' },
    { productId: 'D', image: at('5.png') },
  ];
  const { summary, outcomes } = await importAndCollect(rows as never, {
    ...into(emulator),
    images: samples.dir,
    urls: { allowPrivateAddresses: true },
  });
  const told = outcomes.map((one) => [
    one.place.line,
    one.productId,
    one.picName,
    one.status,
    errorCodes(one),
  ]);
  expect(told.toSorted()).toEqual([
    [1, 'A', '1.png', 'imported', []],
    [1, 'A', '2.png', 'failed', ['TimeoutForTransferImage']],
    [1, 'A', '3.png', 'imported', []],
    [2, 'B', '4.png', 'imported', []],
    [2, 'B', 'gone.png', 'refused', ['IMAGE_MISSING']],
    [3, 'C', null, 'refused', ['CATALOGUE_IMAGE_MISSING']],
    [4, 'D', '5.png', 'imported', []],
  ]);
  expect(summary).toMatchObject({ supplied: 7, refused: 2, submitted: 5, succeeded: 4, failed: 1 });
  expect(summary.catalogue).toMatchObject({
    lines: 4,
    linesOfEntries: 3,
    linesRefused: 1,
    entries: 6,
    refused: 1,
  });
});

it('importCatalogue() reads one URL for many products, each row accounted for, and leaves no file behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-left-'));
  vi.stubEnv('TMPDIR', folder);
  await using server = await startImageServer((request, response) => sendPart(request, response, image));
  await using emulator = await quickEmulator();
  const before = readdirSync(folder);
  const rows = Array.from({ length: 200 }, (_, n) => ({
    productId: `P${n}`,
    image: server.url('/same.png').href,
  }));
  const options = { ...into(emulator), images: samples.dir, urls: { allowPrivateAddresses: true } };
  const { summary } = await importAndCollect(rows, options);
  expect(summary).toMatchObject({ supplied: 200, succeeded: 200 });
  expect(readdirSync(folder)).toEqual(before);
  await importAndCollect([{ productId: 'P', image: 'none.png' }], options);
  expect(readdirSync(folder)).toEqual(before);
  const controller = new AbortController();
  const endless = (async function* () {
    for (let n = 0; ; n++) {
      if (n === 10) controller.abort(new Error('enough'));
      yield { productId: `P${n}`, image: image.slice(), picName: `${n}.png` };
    }
  })();
  await expect(importAndCollect(endless, { ...options, signal: controller.signal })).rejects.toThrow(
    'enough',
  );
  expect(readdirSync(folder)).toEqual(before);
  vi.unstubAllEnvs();
});
