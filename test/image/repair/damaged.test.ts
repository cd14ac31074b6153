import { describe, expect, test } from 'vitest';
import { avifImage, makeImage } from '../../../samples/make-images.ts';
import { IMAGE_FORMATS } from '../../../src/image/image-facts.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';
import { tiffBlock } from '../hand-made.ts';
import { noise, shown } from './repaired.ts';

describe('repairImage of what cannot be decoded', () => {
  test.each(IMAGE_FORMATS)('makes nothing of a %s when it is cut', async (format) => {
    const whole = await makeImage({ format, width: 5000, height: 200 });
    const repair = await repairImage(whole.subarray(0, Math.floor(whole.length * 0.7)));
    expect(repair).toMatchObject({ ok: false, image: null });
    expect(repair.issues.map(({ code }) => code)).toEqual(
      expect.arrayContaining([expect.stringMatching(/TRUNCATED|DAMAGED/)]),
    );
  });

  test('makes nothing of a JPEG when it is cut beyond what its header is checked for', async () => {
    const whole = await noise(2500, 2500).jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
    const repair = await repairImage(whole.subarray(0, whole.length - 500_000));
    expect(repair.image).toBeNull();
    expect(shown(repair).issues).toContain('IMAGE_TOO_LARGE');
  });

  test('makes nothing of an AVIF when it is cut', async () => {
    const avif = await avifImage({ width: 160, height: 120 });
    expect(shown(await repairImage(avif.subarray(0, avif.length - 40)))).toMatchObject({
      ok: false,
      issues: ['IMAGE_FORMAT_UNSUPPORTED', 'IMAGE_REPAIR_DAMAGED'],
    });
  });

  test('says that this build cannot when a TIFF is packed in a way it does not know', async () => {
    const old = tiffBlock([
      [256, 3, 5000],
      [257, 3, 200],
      [258, 3, 8],
      [259, 3, 6], // JPEG as it was before TIFF 6.0
      [262, 3, 6],
      [273, 4, 8],
      [277, 3, 3],
      [278, 3, 200],
      [279, 4, 9],
    ]);
    const { ok, issues } = await repairImage(old);
    expect(ok).toBe(false);
    expect(issues.at(-1)).toMatchObject({
      code: 'IMAGE_REPAIR_NO_DECODER',
      message: expect.stringContaining('This build of sharp does not decode tiff ('),
    });
  });

  test('says why not when the numbers of a TIFF have no known range', async () => {
    const tags = (at: number) =>
      tiffBlock([
        [256, 3, 100],
        [257, 3, 100],
        [258, 3, 32],
        [259, 3, 1],
        [262, 3, 1],
        [273, 4, at],
        [277, 3, 1],
        [278, 3, 100],
        [279, 4, 40_000],
        [339, 3, 3], // floats
      ]);
    const floats = Buffer.concat([tags(tags(0).length), Buffer.alloc(40_000)]);
    const repair = await repairImage(floats);
    expect(repair.image).toBe(floats);
    expect(shown(repair)).toMatchObject({
      ok: true,
      changed: 'nothing',
      issues: ['IMAGE_UNUSUAL_VARIANT', 'IMAGE_REPAIR_NO_DECODER'],
    });
    expect(repair.issues[1]?.message).toContain('float');
  });
});
