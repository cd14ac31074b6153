import type sharp from 'sharp';
import { ImageSearchError } from './image-search-error.ts';

export type SharpModule = typeof sharp;

/**
 * sharp, loaded when first used. It is an optional peer dependency: only repairs that touch pixels need it.
 *
 * @throws {ImageSearchError} `SHARP_MISSING` when it is not installed, or not for this platform.
 */
export async function loadSharp(
  load: () => Promise<{ readonly default: SharpModule }> = () => import('sharp'),
): Promise<SharpModule> {
  try {
    return (await load()).default;
  } catch (cause) {
    const { platform, arch } = process;
    throw new ImageSearchError(
      `Cannot repair the pixels of an image as the optional package sharp cannot be loaded on ${platform}-${arch}; run: npm install sharp`,
      { code: 'SHARP_MISSING', cause },
    );
  }
}
