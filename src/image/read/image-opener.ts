import { fileURLToPath } from 'node:url';
import type { OpenFileOptions } from '../../shared/files/regular-file.ts';
import {
  type ImageReader,
  type ImageSource,
  isBlob,
  isFileInFolder,
  isStream,
  urlOf,
} from '../image-source.ts';
import type { UrlAccess } from '../url/url-access.ts';
import type { UrlOptions } from '../url/url-options.ts';
import { BlobReader } from './blob-reader.ts';
import { FileReader } from './file-reader.ts';
import { ReadPace } from './read-pace.ts';
import { StreamReader } from './stream-reader.ts';

/** A source that is not in memory, ready to be read in pieces. */
export interface OpenImage {
  readonly reader: ImageReader & { close?(): Promise<void> | void };
  /** Whether another read costs next to nothing; otherwise it is a request over a network. */
  readonly isNear: boolean;
  /** Whether the whole image may be read when nothing less shows that it is not truncated. */
  readonly mayReadAll: boolean;
}

/** Opens sources of every kind. The HTTP client is loaded with the first source behind a URL. */
export class ImageOpener {
  readonly #urlOptions: UrlOptions | undefined;
  readonly #detectTruncation: boolean;
  readonly #pace = new ReadPace();
  #urls: Promise<UrlAccess> | undefined;

  constructor(urlOptions: UrlOptions | undefined, detectTruncation: boolean) {
    this.#urlOptions = urlOptions;
    this.#detectTruncation = detectTruncation;
  }

  open(
    source: Exclude<ImageSource, Uint8Array>,
    signal: AbortSignal | undefined,
  ): OpenImage | Promise<OpenImage> {
    const url = urlOf(source);
    if (url !== undefined && url.protocol !== 'file:') return this.#openUrl(url);
    if (url !== undefined) return near(this.#file(fileURLToPath(url), { signal }));
    if (typeof source === 'string') return near(this.#file(source, { signal }));
    if (isFileInFolder(source)) return near(this.#file(source.path, { folder: source.folder, signal }));
    if (isBlob(source)) return near(new BlobReader(source));
    if (isStream(source)) return near(new StreamReader(source));
    return this.#far(source as ImageReader);
  }

  #file(path: string, options: OpenFileOptions): FileReader {
    return new FileReader(path, options, this.#pace);
  }

  async #openUrl(url: URL): Promise<OpenImage> {
    this.#urls ??= import('../url/url-access.ts').then(({ UrlAccess }) => new UrlAccess(this.#urlOptions));
    return this.#far((await this.#urls).open(url));
  }

  #far(reader: ImageReader): OpenImage {
    return { reader, isNear: false, mayReadAll: this.#detectTruncation };
  }
}

const near = (reader: ImageReader): OpenImage => ({ reader, isNear: true, mayReadAll: true });
