import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { animatedImage, makeImage } from '../../samples/make-images.ts';
import { IMAGE_FORMATS } from '../../src/image/image-facts.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { markerAt, pngChunk } from './hand-made.ts';

const decoding = new ImageValidator({ decode: true });
const codesOf = async (image: Uint8Array) => (await decoding.validate(image)).issues.map(({ code }) => code);

const jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 400, height: 300 }));
const png = Buffer.from(await makeImage({ format: 'png', width: 200, height: 150 }));
const bmp = Buffer.from(await makeImage({ format: 'bmp', width: 200, height: 150 }));
/** The JPEG with a hole in its coded pixels. */
const holed = Buffer.from(jpeg).fill(0, markerAt(jpeg, 0xda) + 300, markerAt(jpeg, 0xda) + 600);
const unpackable = Buffer.concat([
  png.subarray(0, 33),
  pngChunk('IDAT', Buffer.alloc(3000, 7)),
  pngChunk('IEND', new Uint8Array(0)),
]);
/** A BMP in runs of colours whose runs end early. */
const shortRuns = Buffer.concat([bmp.subarray(0, 54 + 1024), Buffer.from([0, 200, 1, 1])]);
shortRuns.writeUInt16LE(8, 28);
shortRuns.writeUInt32LE(1, 30);
shortRuns.writeUInt32LE(4, 34);
shortRuns.writeUInt32LE(54 + 1024, 10);

describe('ImageValidator with decode', () => {
  test.each(IMAGE_FORMATS)('accepts a %s when its pixels are whole', async (format) => {
    expect(await codesOf(await makeImage({ format, width: 120, height: 100 }))).toEqual([]);
  });

  test('accepts a moving picture when all frames are whole, and refuses it when a later one is damaged', async () => {
    const webp = Buffer.from(await animatedImage('webp', 3));
    expect(await codesOf(webp)).toEqual(['IMAGE_ANIMATED']);
    const last = webp.lastIndexOf('ANMF');
    webp.fill(0xff, last + 60, last + 200);
    expect(await codesOf(webp)).toEqual(['IMAGE_ANIMATED', 'IMAGE_DAMAGED']);
  });

  test.each([
    ['JPEG with a hole', holed],
    ['PNG that does not unpack', unpackable],
    ['BMP whose runs end early', shortRuns],
  ])('refuses a %s with what the decoder said, when no header shows it', async (_, image) => {
    expect((await new ImageValidator().validate(image)).ok).toBe(true);
    const { ok, issues } = await decoding.validate(image);
    expect(ok).toBe(false);
    expect(issues).toMatchObject([{ code: 'IMAGE_DAMAGED', message: expect.stringMatching(/\(.{5,}\)/) }]);
  });

  test('accepts a JPEG without its end marker when its picture is whole', async () => {
    expect(await codesOf(jpeg.subarray(0, -2))).toEqual(['IMAGE_END_MISSING']);
  });

  test('reads a source once when it is a stream, and finds the damage', async () => {
    const { issues } = await decoding.validate(Readable.from([holed.subarray(0, 900), holed.subarray(900)]));
    expect(issues).toMatchObject([{ code: 'IMAGE_DAMAGED' }]);
  });

  test('does not decode what is refused already', async () => {
    const { issues } = await decoding.validate(holed, { name: 'a.png' });
    expect(issues.map(({ code }) => code)).toEqual(['IMAGE_EXTENSION_MISMATCH']);
  });

  test('rejects with the reason of its signal when it is aborted', async () => {
    const reason = new Error('enough');
    await expect(decoding.validate(jpeg, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
