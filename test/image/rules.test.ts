import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { IMAGE_LIMITS, imageLimits } from '../../src/image/image-limits.ts';
import { IMAGE_RULES } from '../../src/image/image-rules.ts';
import {
  ImageValidator,
  type ImageValidatorOptions,
  type ValidateOptions,
} from '../../src/image/image-validator.ts';
import { SERVICE_TYPES } from '../../src/shared/model/service-type.ts';

const codes = async (
  image: Uint8Array,
  options: ImageValidatorOptions = {},
  of: ValidateOptions = {},
): Promise<string[]> =>
  (await new ImageValidator(options).validate(image, of)).issues.map(({ code }) => code);

const picture = (width: number, height: number) => makeImage({ format: 'png', width, height });

describe('the limits', () => {
  test.each(SERVICE_TYPES)('of %s hold at both ends', async (serviceType) => {
    const { minSide, maxSide } = IMAGE_LIMITS[serviceType];
    const check = async (width: number, height: number) =>
      codes(await picture(width, height), { serviceType });
    expect(await check(minSide, maxSide)).toEqual([]);
    expect(await check(minSide - 1, maxSide)).toEqual(['IMAGE_SIDE_TOO_SHORT']);
    expect(await check(minSide, maxSide + 1)).toEqual(['IMAGE_SIDE_TOO_LONG']);
  });

  test('of 2020 are 200 to 1024 px and 2 MB, and never wider than those of today', async () => {
    const check = async (width: number, height: number) =>
      codes(await picture(width, height), { limits: '2020' });
    expect(await check(200, 1024)).toEqual([]);
    expect(await check(199, 1024)).toEqual(['IMAGE_SIDE_TOO_SHORT']);
    expect(await check(200, 1025)).toEqual(['IMAGE_SIDE_TOO_LONG']);
    const padded = Buffer.concat([
      await makeImage({ format: 'jpeg', width: 300, height: 300 }),
      Buffer.alloc(2 << 20),
    ]);
    expect(await codes(padded.subarray(0, 2 << 20), { limits: '2020' })).toEqual([]);
    expect(await codes(padded.subarray(0, (2 << 20) + 1), { limits: '2020' })).toEqual(['IMAGE_TOO_LARGE']);
    expect(imageLimits('fabric', '2020')).toEqual({ minSide: 448, maxSide: 1024, maxBytes: 2 << 20 });
    expect(imageLimits('fabric')).toBe(IMAGE_LIMITS.fabric);
  });
});

describe('ImageValidator', () => {
  test('warns of an image that takes more than five seconds at the speed given', async () => {
    const image = new Uint8Array(1_000_000);
    image.set(await makeImage({ format: 'jpeg', width: 300, height: 300 }));
    expect(await codes(image)).toEqual([]);
    expect(await codes(image, { megabitsPerSecond: 1.6 })).toEqual([]); // exactly 5 s
    expect(await codes(image, { megabitsPerSecond: 1.5 })).toEqual(['IMAGE_TOO_SLOW']);
    const { ok, issues } = await new ImageValidator({ megabitsPerSecond: 1 }).validate(image);
    expect(ok).toBe(true);
    expect(issues[0]?.message).toBe(
      'Size is 1000000 bytes, which take 8.0 s at 1 Mbit/s, limit is 5; save it with stronger compression',
    );
  });

  test('refuses a Region that reaches beyond the image', async () => {
    const image = await picture(200, 100);
    const region = { x1: 0, x2: 200, y1: 0, y2: 100 };
    expect(await codes(image, {}, { region })).toEqual([]);
    expect(await codes(image, {}, { region: { ...region, x2: 201 } })).toEqual(['IMAGE_REGION_OUTSIDE']);
    expect(await codes(image, {}, { region: { ...region, y2: 101 } })).toEqual(['IMAGE_REGION_OUTSIDE']);
  });

  test.each<[string, ImageValidatorOptions]>([
    ['limits', { limits: '2019' as '2020' }],
    ['megabitsPerSecond', { megabitsPerSecond: 0 }],
    ['megabitsPerSecond', { megabitsPerSecond: Number.NaN }],
    ['timeoutMs', { urls: { timeoutMs: 0 } }],
    ["did you mean 'serviceType'", { servicetype: 'product' } as ImageValidatorOptions],
    ["did you mean 'timeoutMs'", { urls: { timeoutMS: 9 } as object }],
  ])('throws and names it when %s is out of its range', (name, options) => {
    expect(() => new ImageValidator(options)).toThrow(name);
  });
});

describe('IMAGE_RULES', () => {
  test.each(Object.entries(IMAGE_RULES))('%s is a warning only where no document settles it', (_, rule) => {
    if (rule.severity === 'warning') expect(rule.source).toMatch(/no document|told nowhere/);
    expect(rule.means).toMatch(/^[A-Z].*[^.]$/);
  });
});
