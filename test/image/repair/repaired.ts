import sharp from 'sharp';
import { drawPixels } from '../../../samples/pixels.ts';
import type { ImageRepair, RepairImageOptions } from '../../../src/image/repair/image-repair.ts';
import type { RepairSource } from '../../../src/image/repair/load-source.ts';
import { repairImage } from '../../../src/image/repair/repair-image.ts';

/** A repair as tests compare it. */
export interface Shown {
  readonly ok: boolean;
  readonly changed: string;
  readonly format: string | null;
  readonly steps: readonly string[];
  readonly issues: readonly string[];
}

export const shown = ({ ok, changed, format, steps, issues }: ImageRepair): Shown => ({
  ok,
  changed,
  format,
  steps: steps.map(({ code }) => code.replace('IMAGE_REPAIRED_', '')),
  issues: issues.map(({ code }) => code),
});

/** The image of a repair that must have one. */
export async function repaired(source: RepairSource, options: RepairImageOptions = {}): Promise<Uint8Array> {
  const { image, issues } = await repairImage(source, options);
  if (image === null) throw new Error(issues.map(({ message }) => message).join('; '));
  return image;
}

/** Pixels as any viewer would show them, without a word on orientation. */
export async function pixelsOf(image: Uint8Array) {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** Mean of the differences of two pictures of one size, of 255. */
export function difference(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) throw new Error(`${one.length} and ${other.length} values`);
  return one.reduce((sum, value, i) => sum + Math.abs(value - (other[i] as number)), 0) / one.length;
}

/** A picture drawn by samples, to be saved in any way sharp knows. */
export const drawn = (width: number, height: number, seed = 1) =>
  sharp(drawPixels({ width, height }, seed), { raw: { width, height, channels: 3 } });

/** A picture that no coding makes small: every value is chance, and the same for the same size. */
export function noise(width: number, height: number, channels: 3 | 4 = 3) {
  const data = new Uint8Array(width * height * channels);
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    data[i] = state >>> 16;
  }
  return sharp(data, { raw: { width, height, channels } });
}
