import { describe, expect, test } from 'vitest';
import { animatedImage, makeImage } from '../../samples/make-images.ts';
import { ImageBytes, NeedBytes } from '../../src/image/header/image-bytes.ts';
import { type Inspection, inspect } from '../../src/image/read/inspect.ts';
import fc from '../support/properties.ts';
import { exifSegment, insert, pngChunk, rawProfile, tiffBlock } from './hand-made.ts';
import { SAMPLES } from './sample-images.ts';

const turned = tiffBlock([[274, 3, 6]]);
const png = await makeImage({ format: 'png', width: 128, height: 112 });
const jpeg = await makeImage({ format: 'jpeg', width: 128, height: 112 });

const IMAGES = [
  ...SAMPLES,
  { what: 'a moving webp', image: await animatedImage('webp') },
  { what: 'a png turned behind its pixels', image: insert(png, png.length - 12, pngChunk('eXIf', turned)) },
  { what: 'a png turned by a profile', image: insert(png, 33, rawProfile(turned, true)) },
  {
    what: 'a jpeg turned twice',
    image: insert(insert(jpeg, 2, exifSegment(turned)), 2, exifSegment(turned)),
  },
  { what: 'a pixmap in text', image: Buffer.from(`P3\n# text\n100 100 255\n${'12 7 200\n'.repeat(10_000)}`) },
];

/** The answer from these windows, or that more is needed. */
function answer(
  size: number | undefined,
  image: Uint8Array,
  windows: readonly [number, number][],
  all: boolean,
) {
  const [[start, end], ...rest] = windows as [[number, number], ...[number, number][]];
  const bytes = new ImageBytes(size, image.slice(start, end), all);
  for (const [from, to] of rest) bytes.add(from, image.slice(from, to));
  try {
    return inspect(bytes);
  } catch (error) {
    if (error instanceof NeedBytes) return error;
    throw error;
  }
}

describe.each(IMAGES)('the header reader of $what', ({ image }) => {
  const whole = answer(image.length, image, [[0, image.length]], true) as Inspection;

  test('knows the image when it has all of it', () => {
    expect(whole.facts).not.toBeNull();
    expect(whole.issues).toEqual([]);
  });

  test('asks for more or gives the same answer when it has any prefix', () => {
    for (let length = 1; length < image.length; length += length < 3000 ? 1 : 97) {
      for (const size of [image.length, undefined]) {
        const given = answer(size, image, [[0, length]], true);
        if (!(given instanceof NeedBytes)) expect(given, `${length} of ${size}`).toEqual(whole);
        else expect(given.length).toBeGreaterThan(0);
      }
    }
  });

  test('asks for more or says what it does not know when it may not read all', () => {
    for (let length = 1; length < image.length; length += length < 3000 ? 1 : 97) {
      const given = answer(image.length, image, [[0, length]], false);
      if (given instanceof NeedBytes || given === null) continue;
      const { format, width, height, orientation } = whole.facts ?? {};
      expect(given.facts, `${length}`).toMatchObject({ format, width, height, orientation });
      expect([null, whole.facts?.frames]).toContain(given.facts?.frames);
      expect([null, whole.facts?.animated]).toContain(given.facts?.animated);
      expect(given.issues).toEqual([]);
    }
  });

  test('asks for more or gives the same answer when it has any windows', () => {
    const place = fc.nat(image.length - 1);
    const window = fc
      .tuple(place, place)
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b) + 1]);
    fc.assert(
      fc.property(fc.nat(400), fc.array(window, { maxLength: 5 }), (head, windows) => {
        const given = answer(image.length, image, [[0, head + 1], ...windows], true);
        if (!(given instanceof NeedBytes)) expect(given).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the header readers', () => {
  test('never read outside of their bytes when a file is spliced from others', () => {
    const part = fc
      .tuple(fc.constantFrom(...IMAGES), fc.nat(), fc.nat(2000))
      .map(([{ image }, from, length]) =>
        image.subarray(from % image.length, (from % image.length) + length),
      );
    const spliced = fc
      .tuple(fc.constantFrom(...IMAGES), fc.nat(600), fc.array(part, { minLength: 1, maxLength: 6 }))
      .map(([{ image }, head, parts]) => Buffer.concat([image.subarray(0, head), ...parts]));
    fc.assert(
      fc.property(spliced, fc.nat(255), (image, around) => {
        // The same bytes in the middle of others: an answer that looks beyond its bytes differs.
        const alone = answer(image.length, new Uint8Array(image), [[0, image.length]], true);
        const room = new Uint8Array(image.length + 200).fill(around);
        room.set(image, 100);
        const within = inspect(new ImageBytes(image.length, room.subarray(100, 100 + image.length)));
        expect(within).toEqual(alone);
        expect(alone).not.toBeInstanceOf(NeedBytes);
      }),
      { numRuns: 3000 },
    );
  });
});
