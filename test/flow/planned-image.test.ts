import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { ImageBytes } from '../../src/catalogue/model/catalogue-entry.ts';
import { discardImage, planImage } from '../../src/import/plan/planned-image.ts';
import { EntryImages } from '../../src/import/prepare/entry-images.ts';
import { FolderStore } from '../../src/index.ts';
import { systemClock } from '../../src/shared/async/sleep.ts';

const LIMIT = 4 * 1024 * 1024;

let work: string;
let image: Uint8Array;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'planned-image-'));
  image = await makeImage({ format: 'png', width: 120, height: 100 });
});
afterAll(() => rm(work, { recursive: true }));

const options = (signal?: AbortSignal) => ({ work, signal });
let last = 0;
/** The file of the work folder that holds what the last entry brought. */
const kept = () => join(work, `image-${last}`);

/** The bytes again and again, as a stream that counts how many were taken. */
function endless() {
  const counts = { taken: 0, closed: false };
  const stream = (async function* () {
    try {
      for (; ; counts.taken += 65_536) yield new Uint8Array(65_536);
    } finally {
      counts.closed = true;
    }
  })();
  return { stream, counts };
}

/** What the check of an image says that an entry brought. */
async function checked(given: ImageBytes) {
  using images = new EntryImages({
    ...{ images: work, serviceType: 'product', repair: false, followLinks: 'inside', clock: systemClock },
    ...{ bucket: 'shop', store: new FolderStore(work) },
  });
  last += 1;
  return images.check(
    {
      ...{ number: last, place: { source: null, line: last, lines: 1 }, record: undefined, issues: [] },
      ...{ productId: '1', picName: 'a.png', image: await planImage(given, last, options()) },
    },
    new AbortController().signal,
  );
}

describe('planImage()', () => {
  it.each<[string, () => ImageBytes]>([
    ['bytes', () => image],
    ['a Blob', () => new Blob([image])],
    ['a stream of Node', () => Readable.from([image.subarray(0, 10), image.subarray(10)])],
    [
      'an async iterable',
      async function* () {
        yield image.subarray(0, 1);
        yield image.subarray(1);
      },
    ],
  ])('keeps the image in the work folder when an entry brings %s', async (_, given) => {
    const { bytes, facts, issues } = await checked(given());
    expect(issues).toEqual([]);
    expect(facts).toMatchObject({ format: 'png', width: 120, height: 100 });
    expect(Buffer.compare(bytes ?? Buffer.of(), image)).toBe(0);
    expect(Buffer.compare(await readFile(kept()), image)).toBe(0);
  });

  it('cuts a stream without an end behind the limit, closes it, and lets the check refuse it', async () => {
    const { stream, counts } = endless();
    const { issues } = await checked(stream);
    expect(issues.map(({ code }) => code)).toContain('IMAGE_TOO_LARGE');
    expect((await readFile(kept())).length).toBe(LIMIT + 1);
    expect(counts.taken).toBeLessThanOrEqual(LIMIT + 65_536);
    expect(counts.closed).toBe(true);
  });

  it('cuts bytes and Blobs behind the limit, too', async () => {
    for (const given of [new Uint8Array(LIMIT + 100), new Blob([new Uint8Array(LIMIT + 100)])]) {
      const { issues } = await checked(given);
      expect(issues.map(({ code }) => code)).toContain('IMAGE_TOO_LARGE');
      expect((await readFile(kept())).length).toBe(LIMIT + 1);
    }
  });

  it.each<[string, () => ImageBytes]>([
    [
      'fails',
      async function* () {
        yield image;
        throw new Error('the line is cut');
      },
    ],
    [
      'gives something else than bytes',
      async function* () {
        yield 'text' as unknown as Uint8Array;
      },
    ],
    ['is none', () => 7 as unknown as ImageBytes],
  ])('makes it an issue of the entry when a stream %s', async (_, given) => {
    const { issues } = await checked(given());
    expect(issues.map(({ code }) => code)).toEqual(['IMAGE_UNREADABLE']);
  });

  it('rejects with the reason of the signal when aborted while a stream is read', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const stuck = (async function* () {
      yield image;
      await new Promise(() => {});
    })();
    const planning = planImage(stuck, ++last, options(stop.signal));
    setTimeout(() => stop.abort(reason), 10);
    await expect(planning).rejects.toBe(reason);
  });
});

it('discardImage() closes a stream that is not read', async () => {
  const stream = Readable.from([image]);
  await discardImage(stream);
  expect(stream.destroyed).toBe(true);
});
