import type { ImageReader } from '../image-source.ts';

/** A Blob or, with its name, a File: read by slices. */
export class BlobReader implements ImageReader {
  readonly name: string;
  readonly #blob: Blob;

  constructor(blob: Blob) {
    this.name = blobName(blob) ?? 'blob';
    this.#blob = blob;
  }

  async read(offset: number, length: number) {
    const slice = this.#blob.slice(offset, offset + length);
    return { bytes: new Uint8Array(await slice.arrayBuffer()), size: this.#blob.size };
  }
}

/** That of a File; a plain Blob has none. */
export const blobName = (blob: Blob): string | null =>
  'name' in blob && typeof blob.name === 'string' && blob.name !== '' ? blob.name : null;
