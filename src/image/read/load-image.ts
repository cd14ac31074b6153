import { untilAborted } from '../../shared/async/until-aborted.ts';
import { MOST_BYTES } from '../header/image-bytes.ts';
import type { ImageSource } from '../image-source.ts';
import type { ImageOpener } from './image-opener.ts';

/**
 * The bytes of an image from wherever it is. Of an image that is larger than any instance takes, they are one byte more than
 * that.
 *
 * @throws {Unreadable | Error} for whatever is wrong with the image, or the signal's reason
 */
export async function loadImage(
  source: ImageSource,
  opener: ImageOpener,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  const { reader } = await opener.open(source, signal);
  const read = async () => {
    try {
      const { bytes } = await reader.read(0, MOST_BYTES + 1, signal);
      return bytes.subarray(0, MOST_BYTES + 1);
    } finally {
      await reader.close?.();
    }
  };
  return untilAborted(read(), signal);
}
