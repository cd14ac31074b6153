import type { ImageReader } from '../../src/image/image-source.ts';

/** An image behind a counter, as it would lie in OSS. */
export class CountingReader implements ImageReader {
  readonly name: string;
  readonly #image: Uint8Array;
  reads = 0;
  bytesRead = 0;
  longestRead = 0;

  constructor(image: Uint8Array, name = 'object') {
    this.#image = image;
    this.name = name;
  }

  async read(offset: number, length: number) {
    const bytes = this.#image.slice(offset, offset + length);
    this.reads++;
    this.bytesRead += bytes.length;
    this.longestRead = Math.max(this.longestRead, bytes.length);
    return { bytes, size: this.#image.length };
  }
}
