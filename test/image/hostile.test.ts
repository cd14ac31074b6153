import { describe, expect, test } from 'vitest';
import { HOSTILE_IMAGES } from '../../samples/hostile-images.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import fc from '../support/properties.ts';
import { SAMPLES } from './sample-images.ts';

const validator = new ImageValidator();

/**
 * What a decoder can do without: the trailer of a GIF, the checksum of IEND, padding, the values of tags at the end of
 * a TIFF that say nothing of its pixels.
 */
const UNUSED_END = 40;

describe.each(SAMPLES)('ImageValidator of $what', ({ image }) => {
  test('never accepts a prefix, and never gives it another size', { timeout: 30_000 }, async () => {
    const whole = await validator.validate(image);
    expect(whole.facts).not.toBeNull();
    const step = Math.max(1, Math.floor(image.length / 400));
    for (let length = image.length - UNUSED_END; length > 0; length -= length < 400 ? 1 : step) {
      const { ok, facts } = await validator.validate(image.subarray(0, length));
      expect(ok, `${length} of ${image.length} bytes`).toBe(false);
      if (facts !== null)
        expect(facts).toMatchObject({ width: whole.facts?.width, height: whole.facts?.height });
    }
  });

  test('gives a verdict when bytes are changed at random', async () => {
    const change = fc.tuple(fc.oneof(fc.nat(200), fc.nat(image.length - 1)), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const changed = image.slice();
        for (const [at, value] of changes) changed[at] = value;
        const { ok, facts, issues } = await validator.validate(changed);
        return ok ? facts !== null : issues.some(({ severity }) => severity === 'error');
      }),
      { numRuns: 150 },
    );
  });
});

test.each(HOSTILE_IMAGES)('ImageValidator comes to a verdict when 4 MiB are a $what', async ({ image }) => {
  const { ok, facts, issues } = await validator.validate(image);
  const wrong = issues.filter(({ severity }) => severity === 'error');
  expect(ok).toBe(wrong.length === 0);
  expect(wrong.length > 0 || facts !== null).toBe(true);
});
