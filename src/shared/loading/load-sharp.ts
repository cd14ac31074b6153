import type sharp from 'sharp';
import { ImageSearchError } from '../errors/image-search-error.ts';

export type SharpModule = typeof sharp;

/**
 * sharp, loaded when first used. It is an optional peer dependency: only what decodes pixels needs it.
 *
 * @throws {ImageSearchError} `SHARP_MISSING` when it is not installed, or not for this platform.
 */
export async function loadSharp(
  load: () => Promise<{ readonly default: SharpModule }> = () => import('sharp'),
  does: 'repair' | 'decode' = 'repair',
): Promise<SharpModule> {
  try {
    return (await load()).default;
  } catch (cause) {
    const { platform, arch } = process;
    throw new ImageSearchError(
      `Cannot ${does} the pixels of an image as the optional package sharp cannot be loaded on ${platform}-${arch}; run: npm install sharp`,
      { code: 'SHARP_MISSING', cause },
    );
  }
}
