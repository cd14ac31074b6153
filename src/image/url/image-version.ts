import type { ImageResponse } from './image-response.ts';
import { UrlError } from './url-error.ts';

/** What tells one version of an image from the next. */
export class ImageVersion {
  #size: number | undefined;
  #etag: string | undefined;

  /** Of the whole image, in bytes; undefined until it is known. */
  get size(): number | undefined {
    return this.#size;
  }

  /** The entity tag that stands for these very bytes, if the server gives one. */
  get strongTag(): string | undefined {
    return this.#etag?.startsWith('"') ? this.#etag : undefined;
  }

  /** Takes in what an answer says; `received` is where the bytes end that are here. */
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
