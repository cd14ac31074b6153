import type { ImageFacts } from '../../image/image-facts.ts';
import { MemoryRoom } from './memory-room.ts';

/** Memory for all pictures that are being repaired, in bytes: enough for several of usual size at once. */
const ROOM_BYTES = 512 * 1024 * 1024;

/** What decoding takes for each pixel at most, as `maxPixels` of `repairImage` says. */
const BYTES_OF_A_PIXEL = 8;

/** Memory for pictures that are being repaired: a repair begins once there is room for its picture. */
export class PictureRoom {
  readonly #room = new MemoryRoom(ROOM_BYTES);

  /** @param facts those of the picture; null when its sides are unknown: it gets all the room */
  use<T>(facts: ImageFacts | null, work: () => Promise<T>): Promise<T> {
    const bytes = facts === null ? ROOM_BYTES : facts.width * facts.height * BYTES_OF_A_PIXEL + facts.bytes;
    return this.#room.use(bytes, work);
  }
}
