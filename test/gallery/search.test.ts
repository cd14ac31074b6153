import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage, rotatedImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { ImageRefused } from '../../src/gallery/image-refused.ts';
import type { SearchQuery } from '../../src/gallery/search/search-query.ts';
import { failureOf, rejection } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { inTurn, reply, replyJson, startFaultServer, staySilent } from '../support/fault-server.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connection } from '../support/test-bed.ts';

const SIZE = { width: 160, height: 120 };

let emulator: Emulator;
let gallery: GalleryClient;
let pictures: readonly Uint8Array[];
beforeAll(async () => {
  emulator = await startEmulator();
  gallery = new GalleryClient(connection(emulator));
  pictures = await Promise.all([1, 2, 3, 4].map((seed) => makeImage({ format: 'jpeg', ...SIZE, seed })));
  const images = [
    { productId: 'P1', picName: 'a.jpg', intAttr: 1, strAttr: 'red', categoryId: 4 },
    { productId: 'P1', picName: 'b.jpg', intAttr: 2, customContent: 'the second "one"', categoryId: 4 },
    { productId: 'P2', picName: 'a.jpg', intAttr: 3, categoryId: 0 },
    { productId: 'P3', picName: 'a.jpg', intAttr: 4 },
  ];
  for (const [i, image] of images.entries())
    await gallery.add({ ...image, picture: pictures[i] as Uint8Array });
});
afterAll(() => emulator.close());

const namesOf = async (query: SearchQuery) =>
  (await gallery.search(query)).images.map(({ productId, picName }) => `${productId}/${picName}`);

describe('GalleryClient.search()', () => {
  it('gives the same picture with all its fields and score 1 when it searches by a picture', async () => {
    const { images, matches, picture, searchTimeMs } = await gallery.search({
      picture: pictures[0] as Uint8Array,
    });
    expect(images[0]).toEqual({
      ...{ productId: 'P1', picName: 'a.jpg', categoryId: 4, intAttr: 1, strAttr: 'red' },
      ...{ score: 1, sortExprValues: '1;0' },
    });
    expect(images.map(({ score = 0 }) => score)).toEqual(
      images.map(({ score = 0 }) => score).toSorted((a, b) => b - a),
    );
    expect(images[1]?.score).toBeLessThan(1);
    expect(matches).toBe(4);
    expect(searchTimeMs).toBeGreaterThanOrEqual(0);
    expect(picture).toMatchObject({ categoryId: 88888888, region: { x1: 0, x2: 160, y1: 0, y2: 120 } });
  });

  it('gives the picture first when it searches by a smaller copy that is compressed anew', async () => {
    for (const [i, name] of ['P1/a.jpg', 'P1/b.jpg', 'P2/a.jpg', 'P3/a.jpg'].entries()) {
      const copy = await sharp(pictures[i])
        .resize(120, 100, { fit: 'fill' })
        .jpeg({ quality: 50 })
        .toBuffer();
      const { images } = await gallery.search({ picture: copy, count: 1 });
      expect(`${images[0]?.productId}/${images[0]?.picName}`).toBe(name);
      expect(images[0]?.score).toBeGreaterThan(0.95);
      expect(images[0]?.score).toBeLessThan(1);
    }
  });

  it('gives an image itself first when it searches by its name', async () => {
    const { images, picture } = await gallery.search({ productId: 'P2', picName: 'a.jpg' });
    expect(images[0]).toMatchObject({ productId: 'P2', picName: 'a.jpg', score: 1 });
    expect(images).toHaveLength(4);
    expect(picture?.categoryId).toBe(0);
  });

  it('gives the images that match, without scores, when it searches by a filter', async () => {
    const { images, picture, matches } = await gallery.search({ filter: 'int_attr in (2, 3)' });
    expect(images.map(({ picName, score }) => [picName, score])).toEqual([
      ['b.jpg', undefined],
      ['a.jpg', undefined],
    ]);
    expect([picture, matches]).toEqual([undefined, undefined]);
  });

  it.each<[string, object, readonly string[]]>([
    ['a filter', { filter: 'int_attr > 2' }, ['P2/a.jpg', 'P3/a.jpg']],
    ['a category', { categoryId: 4 }, ['P1/a.jpg', 'P1/b.jpg']],
    ['the category 0', { categoryId: 0 }, ['P2/a.jpg']],
    ['each product once', { distinctProducts: true }, ['P1/a.jpg', 'P2/a.jpg', 'P3/a.jpg']],
    ['the highest score', { scoreThreshold: 1 }, ['P1/a.jpg']],
    ['one result', { count: 1 }, ['P1/a.jpg']],
    ['results beyond the last', { start: 4 }, []],
  ])('gives those alone that fit when it asks for %s', async (_, more, names) => {
    const found = await namesOf({ picture: pictures[0] as Uint8Array, ...more });
    expect(found.toSorted()).toEqual(names.toSorted());
  });

  it('gives the pages of one order when start moves on', async () => {
    const picture = pictures[2] as Uint8Array;
    const all = await namesOf({ picture });
    const pages = [];
    for (let start = 0; start < 4; start++) pages.push(...(await namesOf({ picture, start, count: 1 })));
    expect(pages).toEqual(all);
  });

  it('compares the region alone when it is given one', async () => {
    const both = await sharp(pictures[1]).extend({ right: 200, background: '#000' }).png().toBuffer();
    const region = { x1: 0, x2: 160, y1: 0, y2: 120 };
    const { images, picture } = await gallery.search({ picture: both, region, count: 1 });
    expect(images[0]).toMatchObject({ productId: 'P1', picName: 'b.jpg' });
    expect(images[0]?.score).toBeGreaterThan(0.98);
    expect(picture?.region).toEqual(region);
  });

  it('rejects with the code of the service, and sends it once, when it searches by a text', async () => {
    const failure = await failureOf(gallery.search({ text: '红色的鞋' }));
    expect(failure).toMatchObject({ code: 'UnsupportedInstanceType', httpStatus: 500, retryable: false });
    expect(failure.message).toMatch(/multimodal/);
  });

  it('rejects with the code of the service when the gallery has no image of the name', async () => {
    expect(await failureOf(gallery.search({ productId: 'P9', picName: 'a.jpg' }))).toMatchObject({
      code: 'PicNotExist',
    });
  });

  it.each<[string, () => Promise<object>, string]>([
    ['is rotated', async () => ({ picture: await rotatedImage('jpeg', 6) }), 'IMAGE_ROTATED'],
    ['is no image', async () => ({ picture: Buffer.from('<html>') }), 'IMAGE_FORMAT_UNSUPPORTED'],
    [
      'is larger than 4 MB',
      async () => ({ picture: await makeImage({ format: 'bmp', width: 1200, height: 1200 }) }),
      'IMAGE_TOO_LARGE',
    ],
    [
      'ends before its region does',
      async () => ({ picture: pictures[0], region: { x1: 0, x2: 161, y1: 0, y2: 9 } }),
      'IMAGE_REGION_OUTSIDE',
    ],
    [
      'has an unknown category',
      async () => ({ picture: pictures[0], categoryId: 77 }),
      'META_CATEGORY_UNKNOWN',
    ],
  ])('rejects with ImageRefused, and sends no picture, when the picture %s', async (_, make, code) => {
    const refused = await rejection(gallery.search((await make()) as SearchQuery));
    expect(refused).toBeInstanceOf(ImageRefused);
    expect((refused as ImageRefused).issues.map((issue) => issue.code)).toContain(code);
    expect((refused as ImageRefused).message).toMatch(/^Cannot search the gallery as /);
  });
});

describe('GalleryClient.search(), of a query that is none', () => {
  const picture = Buffer.from('unread');
  it.each<[string, unknown, typeof TypeError | typeof RangeError, RegExp]>([
    ['is nothing', undefined, TypeError, /must be given/],
    ['asks nothing', {}, TypeError, /exactly one of picture/],
    ['asks two things', { picture, text: 'shoe' }, TypeError, /\["picture","text"\]/],
    ['asks by a picture and a name', { picture, productId: 'P', picName: 'a' }, TypeError, /exactly one/],
    ['names a product alone', { productId: 'P1' }, TypeError, /productId with picName/],
    ['has an empty name', { productId: '', picName: 'a.jpg' }, TypeError, /'productId'/],
    ['has an empty text', { text: '' }, TypeError, /'text'/],
    ['has half a character', { text: '\ud800' }, TypeError, /'text'/],
    ['has a text of 513 characters', { text: 'x'.repeat(513) }, RangeError, /512.*513/],
    ['has a region beside a text', { text: 'x', region: {} }, TypeError, /by text with 'region'/],
    ['has a category beside a filter', { filter: 'int_attr=1', categoryId: 1 }, TypeError, /'categoryId'/],
    [
      'has a threshold beside a filter',
      { filter: 'int_attr=1', scoreThreshold: 0 },
      TypeError,
      /start, count/,
    ],
    ['has a filter that cannot be read', { picture, filter: 'colour = 1' }, TypeError, /character 1/],
    ['has a misspelt field', { picture, cont: 5 }, TypeError, /did you mean 'count'/],
    ['has count 0', { picture, count: 0 }, RangeError, /'count'.*1 to 100/],
    ['has count 101', { picture, count: 101 }, RangeError, /'count'.*101/],
    ['has a count that is a text', { picture, count: '5' }, RangeError, /'count'/],
    ['has start 500', { picture, start: 500 }, RangeError, /'start'.*499/],
    ['goes beyond 500', { picture, start: 450, count: 51 }, RangeError, /start \+ count.*501/],
    ['has a threshold above 1', { picture, scoreThreshold: 1.01 }, RangeError, /scoreThreshold/],
    ['has a threshold of three decimals', { picture, scoreThreshold: 0.123 }, RangeError, /two decimals/],
    [
      'has a distinctProducts that is a text',
      { picture, distinctProducts: 'yes' },
      TypeError,
      /true or false/,
    ],
  ])('throws before anything is sent when it %s', async (_, query, kind, says) => {
    await using server = await startFaultServer(staySilent);
    const unreached = new GalleryClient({ ...connection(emulator), endpoint: server.endpoint });
    const error = await rejection(unreached.search(query as SearchQuery));
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(says);
    expect(server.requests).toEqual([]);
  });
});

describe('GalleryClient.search(), of answers as they may come', () => {
  const detail = replyJson(200, { Success: true, Instance: { Qps: 5, Capacity: 10, ServiceType: 0 } });
  const Auctions = [{ ProductId: 'P', PicName: 'a.jpg' }];
  const searched = async (answer: object) => {
    await using server = await startFaultServer(inTurn(detail, replyJson(200, { Success: true, ...answer })));
    const client = new GalleryClient({ ...connection(emulator), endpoint: server.endpoint });
    return await client.search({ productId: 'P', picName: 'a.jpg' });
  };

  it.each([
    [{ DocsFound: 10, DocsReturn: 1_000 }, 1_000],
    [{ DocsFound: 1_000, DocsReturn: 10 }, 1_000],
    [{ DocsFound: '7' }, 7],
    [{ DocsFound: null, DocsReturn: '' }, undefined],
    [undefined, undefined],
  ])('tells how many match, in whichever field, when the head is %j', async (Head, matches) => {
    expect((await searched({ Auctions, Head })).matches).toBe(matches);
  });

  it('gives no images when the answer has no list of them', async () => {
    expect(await searched({ Code: 0 })).toEqual({
      ...{ images: [], matches: undefined, picture: undefined, searchTimeMs: undefined },
    });
  });

  it.each([
    ['list is none', { Auctions: 'a' }],
    ['images lack a name', { Auctions: [{ ProductId: 'P' }] }],
    ['images are none', { Auctions: [null] }],
  ])('rejects with BAD_ANSWER when its %s', async (_, answer) => {
    expect(await failureOf(searched(answer))).toMatchObject({ code: 'BAD_ANSWER' });
  });

  it('keeps the pace that was bought, and asks Detail once, when it searches on and on', async () => {
    await using server = await startFaultServer(inTurn(detail, replyJson(200, { Success: true, Auctions })));
    const clock = new FakeClock({ auto: true });
    const client = new GalleryClient({ ...connection(emulator), endpoint: server.endpoint, clock });
    for (let n = 0; n < 3; n++) await client.search({ filter: 'int_attr > 1' });
    expect(server.requests).toHaveLength(4);
    expect(clock.waits).toEqual([200, 200]);
  });

  it('asks no Detail when queriesPerSecond and the type are given, and repeats what may pass', async () => {
    const answers = inTurn(reply(503, 'later'), replyJson(200, { Success: true, Auctions }));
    await using server = await startFaultServer(answers);
    const options = { endpoint: server.endpoint, queriesPerSecond: 10, serviceType: 'product' } as const;
    const client = new GalleryClient({ ...connection(emulator), ...options });
    expect((await client.search({ filter: 'int_attr > 1' })).images).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  it('rejects with the own reason when it is aborted', async () => {
    await using server = await startFaultServer(inTurn(detail, staySilent));
    const client = new GalleryClient({ ...connection(emulator), endpoint: server.endpoint });
    const controller = new AbortController();
    const search = rejection(client.search({ filter: 'int_attr > 1' }, { signal: controller.signal }));
    await expect.poll(() => server.requests.length).toBe(2);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await search).toBe(reason);
  });
});
