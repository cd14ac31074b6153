import type { ImageResponse } from './image-response.ts';
import { UrlError } from './url-error.ts';

/** Size and entity tag of an image, which differ when the image changes between two reads. */
export class ImageVersion {
  #size: number | undefined;
  #etag: string | undefined;

  /** Size of the whole image, in bytes; undefined until it is known. */
  get size(): number | undefined {
    return this.#size;
  }

  /** The strong entity tag, which stands for the exact bytes; undefined when the server gives none. */
  get strongTag(): string | undefined {
    return this.#etag?.startsWith('"') ? this.#etag : undefined;
  }

  /** Compares the headers of a response with the earlier ones; `received` is the end of the bytes received so far. */
  learn({ size, etag }: Pick<ImageResponse, 'size' | 'etag'>, received: number, url: URL): void {
    const isOther =
      (etag ?? this.#etag) !== (this.#etag ?? etag) ||
      (size ?? this.#size) !== (this.#size ?? size) ||
      received > (size ?? this.#size ?? received);
    if (isOther) throw new UrlError('HTTP_CHANGED', url, 'changed while it was read; check it again');
    this.#size ??= size;
    this.#etag ??= etag;
  }
}
