import { animatedImage, makeImage, rotatedImage } from '../../samples/make-images.ts';
import { IMAGE_FORMATS } from '../../src/image/image-facts.ts';

/** Small pictures of every format, turned ones and a moving one. */
export const SAMPLES: readonly { readonly what: string; readonly image: Uint8Array }[] = [
  ...(await Promise.all(
    IMAGE_FORMATS.map(async (format) => ({
      what: `a ${format}`,
      image: await makeImage({ format, width: 128, height: 112 }),
    })),
  )),
  ...(await Promise.all(
    (['jpeg', 'png', 'webp', 'tiff'] as const).map(async (format) => ({
      what: `a turned ${format}`,
      image: await rotatedImage(format, 6),
    })),
  )),
  { what: 'a moving gif', image: await animatedImage('gif') },
];
