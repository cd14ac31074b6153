import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { CatalogueEntry } from '../../src/index.ts';
import { sendChunked, sendPart, sendWhole, startImageServer } from '../image/url/image-server.ts';
import {
  errorCodes,
  importAndCollect,
  into,
  makeSamples,
  quickEmulator,
  storeOf,
} from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: Uint8Array;
beforeAll(async () => {
  samples = await makeSamples();
  image = await makeImage({ format: 'png', width: 300, height: 400 }); // more than what is read first
});
afterAll(() => samples[Symbol.asyncDispose]());

const LOCAL = { urls: { allowPrivateAddresses: true } } as const;

/** Imports entries that name images on a server of this machine, and tells what became of them and what is stored. */
async function imported(
  answer: RequestListener,
  entriesAt: (url: (path: string) => string) => CatalogueEntry[],
  options: object = LOCAL,
) {
  await using emulator = await quickEmulator();
  await using server = await startImageServer(answer);
  const entries = entriesAt((path) => server.url(path).href);
  const { summary, outcomes } = await importAndCollect(entries, {
    ...into(emulator),
    images: samples.dir,
    ...options,
  });
  const store = storeOf(emulator);
  const stored = async (picName: string) => {
    const found = await store.head(`spring/${picName}`);
    return found && (await store.read(found.key, { offset: 0, length: found.bytes })).bytes;
  };
  const first = await stored('a.png');
  store.close();
  return { summary, outcomes, first, requests: server.requests };
}

describe.concurrent('importCatalogue() of images behind URLs', () => {
  it.each<[string, RequestListener]>([
    ['sends parts', (request, response) => sendPart(request, response, image)],
    ['ignores ranges and tells the size', (_, response) => sendWhole(response, image)],
    ['ignores ranges and tells no size', (_, response) => sendChunked(response, image)],
  ])('uploads the bytes that it has checked when the server %s', async (_, answer) => {
    const { summary, outcomes, first } = await imported(answer, (url) => [
      { productId: '1', image: url('/pictures/1.php?token=secret'), picName: 'a.png', customContent: 'k:v' },
    ]);
    expect(outcomes.flatMap(({ issues }) => issues)).toEqual([]);
    expect(summary).toMatchObject({ supplied: 1, succeeded: 1 });
    expect(Buffer.compare(first ?? Buffer.of(), image)).toBe(0);
  });

  it('requests no byte of an image twice', async () => {
    const { requests } = await imported(
      (request, response) => sendPart(request, response, image),
      (url) => [{ productId: '1', image: url('/1.png'), picName: 'a.png' }],
    );
    const ranges = requests.map(({ headers }) =>
      /^bytes=(\d+)-(\d+)$/
        .exec(headers.range ?? '')
        ?.slice(1)
        .map(Number),
    );
    const inOrder = ranges.toSorted((one, other) => (one?.[0] ?? 0) - (other?.[0] ?? 0));
    let end = 0;
    for (const [from, last] of inOrder as [number, number][]) {
      expect(from).toBe(end);
      end = last + 1;
    }
    expect(end).toBe(image.length);
  });

  it('refuses each entry whose URL gives no good image, and imports the rest', async () => {
    const small = await makeImage({ format: 'png', width: 50, height: 50 });
    const answers: Readonly<Record<string, RequestListener>> = {
      '/good.png': (request, response) => sendPart(request, response, image),
      '/small.png': (request, response) => sendPart(request, response, small),
      '/large.png': (request, response) =>
        sendPart(request, response, Buffer.concat([image, Buffer.alloc(5_000_000)])),
      '/endless.png': (_, response) =>
        sendChunked(response, Buffer.concat([image, Buffer.alloc(5_000_000)]), 500_000),
      '/page.png': (_, response) => sendWhole(response, Buffer.from('<html>login</html>')),
      '/broken.png': (_, response) => void response.socket?.destroy(),
    };
    const gone: RequestListener = (_, response) => void response.writeHead(404).end();
    const paths = [...Object.keys(answers), '/gone.png'];
    const { summary, outcomes } = await imported(
      (request, response) => (answers[request.url ?? ''] ?? gone)(request, response),
      (url) => paths.map((path) => ({ productId: path, image: url(path), picName: `x${path}` })),
    );
    const told = Object.fromEntries(outcomes.map((outcome) => [outcome.productId, errorCodes(outcome)]));
    expect(told).toEqual({
      '/good.png': [],
      '/small.png': ['IMAGE_SIDE_TOO_SHORT', 'IMAGE_SIDE_TOO_SHORT'],
      '/large.png': ['IMAGE_TOO_LARGE'],
      '/endless.png': ['IMAGE_TOO_LARGE'],
      '/page.png': ['IMAGE_FORMAT_UNSUPPORTED'],
      '/broken.png': ['IMAGE_UNREADABLE'],
      '/gone.png': ['IMAGE_MISSING'],
    });
    expect(summary).toMatchObject({ supplied: 7, refused: 6, succeeded: 1 });
  });

  it('refuses an image that changes between two requests', async () => {
    let n = 0;
    const { outcomes } = await imported(
      (request, response) => sendPart(request, response, image, { etag: `"${n++}"` }),
      (url) => [{ productId: '1', image: url('/1.png'), picName: 'a.png' }],
    );
    expect(outcomes.map(errorCodes)).toEqual([['IMAGE_UNREADABLE']]);
    expect(outcomes[0]?.issues.map(({ message }) => message).join()).toContain('HTTP_CHANGED');
  });

  it('reads no private address unless told to, and shows no query', async () => {
    const { outcomes, requests } = await imported(
      (request, response) => sendPart(request, response, image),
      (url) => [{ productId: '1', image: url('/1.png?token=secret'), picName: 'a.png' }],
      {},
    );
    expect(requests).toEqual([]);
    const [outcome] = outcomes;
    expect(outcome?.issues.map(({ message }) => message).join()).toContain('HTTP_ADDRESS_REFUSED');
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('names the URL and the product when nothing is there', async () => {
    const { outcomes } = await imported(
      (_, response) => void response.writeHead(404).end(),
      (url) => [{ productId: 'P1', image: url('/gone.png?token=secret'), picName: 'a.png' }],
    );
    const message = outcomes[0]?.issues.find(({ code }) => code === 'IMAGE_MISSING')?.message;
    expect(message).toMatch(/^Image "http:.*\/gone\.png" of product "P1" does not exist: /);
  });

  it('takes one URL for two products, and refuses another URL under a name that is taken', async () => {
    const { outcomes } = await imported(
      (request, response) => sendPart(request, response, image),
      (url) => [
        { productId: 'A', image: url('/1.png'), picName: 'a.png' },
        { productId: 'B', image: url('/1.png'), picName: 'a.png' },
        { productId: 'C', image: url('/2.png'), picName: 'a.png' },
      ],
    );
    const told = Object.fromEntries(outcomes.map((outcome) => [outcome.productId, errorCodes(outcome)]));
    expect(told).toEqual({ A: [], B: [], C: ['UPLOAD_KEY_TAKEN'] });
  });
});

describe.concurrent('importCatalogue() of images that it does not read', () => {
  it.each([
    [
      'an object in OSS',
      'oss://shop-bucket/shoes/1.png',
      'UPLOAD_SOURCE_IN_OSS',
      /"oss:\/\/shop-bucket\/shoes\/1\.png".*download it/,
    ],
    ['another scheme', 'ftp://host/1.png', 'CATALOGUE_IMAGE_LOCATION', /"ftp:\/\/host\/1\.png"/],
    ['a URL without a host', 'http://:80/1.png', 'CATALOGUE_IMAGE_LOCATION', /not a URL/],
    ['a data URL', 'data:image/png;base64,AAAA', 'CATALOGUE_IMAGE_LOCATION', /holds the image itself/],
  ])('refuses %s, and says what to do', async (_, named, code, expected) => {
    const { outcomes } = await imported(
      (__, response) => void response.end(),
      () => [{ productId: '1', image: named, picName: 'a.png', customContent: 'k:v' }],
    );
    expect(outcomes.map(errorCodes)).toEqual([[code]]);
    expect(outcomes[0]?.issues[0]?.message).toMatch(expected);
  });
});
