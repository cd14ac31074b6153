import { describe, expect, test } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import { drawPixels } from '../../../samples/pixels.ts';
import { CorruptImage, TruncatedImage } from '../../../src/image/header/bad-image.ts';
import { decodeBmp } from '../../../src/image/repair/decode/decode-bmp.ts';
import { bmpOf } from './hand-made-bmp.ts';

const R = [255, 0, 0] as const;
const G = [0, 255, 0] as const;
const B = [0, 0, 255] as const;
const W = [255, 255, 255] as const;
const K = [0, 0, 0] as const;
const FOUR = [K, R, G, B] as const;

/** Two rows of three pixels: red, green, blue over white, black, red. */
const PICTURE = [R, G, B, W, K, R].flat();

const CASES = [
  {
    what: '24 bits from the bottom up',
    bmp: bmpOf({
      width: 3,
      rows: 2,
      bits: 24,
      data: Buffer.from(rows24(), 'hex'),
    }),
  },
  { what: '24 bits from the top', bmp: bmpOf({ width: 3, rows: -2, bits: 24, data: topDown24() }) },
  {
    what: '24 bits without padding behind the last row',
    bmp: bmpOf({ width: 3, rows: -2, bits: 24, data: topDown24().subarray(0, 21) }),
  },
  {
    what: 'OS/2 with 24 bits',
    bmp: bmpOf({ width: 3, rows: 2, bits: 24, headerBytes: 12, data: Buffer.from(rows24(), 'hex') }),
  },
  {
    what: '32 bits whose fourth byte means nothing',
    bmp: bmpOf({
      width: 3,
      rows: -2,
      bits: 32,
      data: Buffer.from('0000ff0000ff0000ff000000ffffff00000000000000ff00', 'hex'),
    }),
  },
  {
    what: '16 bits of 5-5-5',
    bmp: bmpOf({ width: 3, rows: -2, bits: 16, data: words(0x7c00, 0x3e0, 0x1f, 0, 0x7fff, 0, 0x7c00, 0) }),
  },
  {
    what: '16 bits of 5-6-5 by masks behind the header',
    bmp: bmpOf({
      width: 3,
      rows: -2,
      bits: 16,
      compression: 3,
      masks: [0xf800, 0x7e0, 0x1f],
      data: words(0xf800, 0x7e0, 0x1f, 0, 0xffff, 0, 0xf800, 0),
    }),
  },
  {
    what: '8 bits with a palette',
    bmp: bmpOf({
      width: 3,
      rows: -2,
      bits: 8,
      palette: [...FOUR, W],
      data: Buffer.from([1, 2, 3, 0, 4, 0, 1, 0]),
    }),
  },
  {
    what: '4 bits with a palette of OS/2',
    bmp: bmpOf({
      width: 3,
      rows: 2,
      bits: 4,
      headerBytes: 12,
      palette: Array.from({ length: 16 }, (_, i) => [...FOUR, W][i] ?? K),
      data: Buffer.from('4010000012300000', 'hex'),
    }),
  },
  {
    what: '8 bits in runs with a literal run and an end mark',
    bmp: bmpOf({
      width: 3,
      rows: 2,
      bits: 8,
      compression: 1,
      palette: [...FOUR, W],
      data: Buffer.from('01040100010100000003010203000001', 'hex'),
    }),
  },
  {
    what: '8 bits in runs without an end mark behind the last line',
    bmp: bmpOf({
      width: 3,
      rows: 2,
      bits: 8,
      compression: 1,
      palette: [...FOUR, W],
      data: Buffer.from('0104010001010000' + '00030102030000' + '00', 'hex'),
    }),
  },
  {
    what: '4 bits in runs',
    bmp: bmpOf({
      width: 3,
      rows: 2,
      bits: 4,
      compression: 2,
      palette: [...FOUR, W],
      data: Buffer.from('024001100000000312300001', 'hex'),
    }),
  },
];

describe('decodeBmp', () => {
  test.each(CASES)('gives the picture when it has $what', ({ bmp }) => {
    expect(decodeBmp(bmp)).toEqual({ data: Uint8Array.from(PICTURE), width: 3, height: 2, channels: 3 });
  });

  test('gives every pixel back when samples wrote it', async () => {
    const size = { width: 131, height: 77 };
    const decoded = decodeBmp(await makeImage({ format: 'bmp', ...size, seed: 7 }));
    expect(Buffer.from(decoded.data).equals(drawPixels(size, 7))).toBe(true);
  });

  test('reads bits from the highest down when a byte holds eight pixels', () => {
    const bmp = bmpOf({ width: 10, rows: 1, bits: 1, palette: [K, W], data: Buffer.from('a5c00000', 'hex') });
    const lit = [...decodeBmp(bmp).data].filter((_, i) => i % 3 === 0).map((red) => red / 255);
    expect(lit).toEqual([1, 0, 1, 0, 0, 1, 0, 1, 1, 1]);
  });

  test('skips pixels as index 0 when a run jumps', () => {
    const data = Buffer.from('01010002010101020001', 'hex'); // red; one right and one up; green; end
    const { data: pixels } = decodeBmp(
      bmpOf({ width: 3, rows: 2, bits: 8, compression: 1, palette: [...FOUR], data }),
    );
    expect([...pixels]).toEqual([K, K, G, R, K, K].flat());
  });

  const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
  const transparent = (data: string) =>
    decodeBmp(
      bmpOf({
        width: 2,
        rows: -1,
        bits: 32,
        compression: 3,
        headerBytes: 56,
        masks,
        data: Buffer.from(data, 'hex'),
      }),
    );

  test('keeps transparency when a mask announces it', () => {
    expect(transparent('0000ff80ffffff00')).toMatchObject({
      channels: 4,
      data: Uint8Array.from([255, 0, 0, 128, 255, 255, 255, 0]),
    });
  });

  test('takes the picture for opaque when transparency is announced and nowhere set', () => {
    expect([...transparent('0000ff00ffffff00').data]).toEqual([255, 0, 0, 255, 255, 255, 255, 255]);
  });

  test.each([
    ['rows are missing', bmpOf({ width: 3, rows: 2, bits: 24, data: Buffer.alloc(20) })],
    [
      'runs end too early',
      bmpOf({ width: 3, rows: 2, bits: 8, compression: 1, palette: [K], data: Buffer.from([3, 0]) }),
    ],
    [
      'runs end with a line that is not the last',
      bmpOf({ width: 1, rows: 2, bits: 8, compression: 1, palette: [K], data: Buffer.from([1, 0, 0, 0]) }),
    ],
    ['the header is cut', bmpOf({ width: 3, rows: 2, bits: 24, data: Buffer.alloc(24) }).subarray(0, 30)],
  ])('throws TruncatedImage when %s', (_, bmp) => {
    expect(() => decodeBmp(bmp)).toThrow(TruncatedImage);
  });

  test.each([
    [
      'a pixel has a colour that is not there',
      bmpOf({ width: 1, rows: 1, bits: 8, palette: [K], data: Buffer.from([1, 0, 0, 0]) }),
    ],
    [
      'runs have too many rows',
      bmpOf({ width: 1, rows: 1, bits: 8, compression: 1, palette: [K], data: Buffer.from([0, 0, 1, 0]) }),
    ],
    ['a PNG is inside', bmpOf({ width: 1, rows: 1, bits: 24, compression: 5, data: Buffer.alloc(4) })],
    ['it has 7 bits', bmpOf({ width: 1, rows: 1, bits: 7, data: Buffer.alloc(4) })],
    ['it has no width', bmpOf({ width: 0, rows: 1, bits: 24, data: Buffer.alloc(4) })],
  ])('throws CorruptImage when %s', (_, bmp) => {
    expect(() => decodeBmp(bmp)).toThrow(CorruptImage);
  });

  test('gives every pixel or throws when a file is cut anywhere', async () => {
    const whole = await makeImage({ format: 'bmp', width: 7, height: 5 });
    for (let length = 0; length < whole.length; length++) {
      const isWhole = length >= whole.length - 3; // the padding of the last row
      if (isWhole) expect(decodeBmp(whole.subarray(0, length)).data).toHaveLength(105);
      else expect(() => decodeBmp(whole.subarray(0, length))).toThrow(TruncatedImage);
    }
  });
});

/** Blue first, rows of 12 bytes. */
function topDown24(): Buffer {
  return Buffer.from('0000ff00ff00ff0000000000' + 'ffffff0000000000ff000000', 'hex');
}

function rows24(): string {
  const rows = topDown24();
  return Buffer.concat([rows.subarray(12), rows.subarray(0, 12)]).toString('hex');
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, i * 2);
  return bytes;
}
