import { MOST_BYTES } from '../../image/header/image-bytes.ts';
import { UrlAccess } from '../../image/url/url-access.ts';
import { UrlError } from '../../image/url/url-error.ts';
import type { UrlOptions } from '../../image/url/url-options.ts';
import type { UrlReader } from '../../image/url/url-reader.ts';
import { retry } from '../../shared/async/retry.ts';
import { SharedCall } from '../../shared/async/shared-call.ts';
import { type Clock, clockOf, systemClock } from '../../shared/async/sleep.ts';
import { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import type {
  ListedObject,
  ObjectPart,
  ObjectRange,
  ObjectSource,
} from '../../shared/objects/object-store.ts';
import { type CallOptions, signalOf } from '../../shared/options/call-options.ts';
import { atLeast, callable, objectGiven, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { HostSlots } from './host-slots.ts';
import {
  type UrlListEntries,
  type UrlListIssue,
  type UrlListSummary,
  urlListEntries,
} from './url-list-entries.ts';

/** What a `UrlListSource` takes. A misspelt name is an error. */
export interface UrlListOptions {
  /** How URLs are fetched: headers, proxy, redirects, addresses. @default as images behind URLs of a catalogue */
  readonly urls?: UrlOptions | undefined;
  /** Reads that run at the same time at one host. @default 4 */
  readonly perHost?: number | undefined;
  /** Called for each line that has no URL, and for each URL whose key was taken. @default they are counted only */
  readonly onIssue?: ((issue: UrlListIssue) => void) | undefined;
  /** The clock for the waits between repeats. @default the system's clock */
  readonly clock?: Clock | undefined;
}

const OPTIONS: OptionNames<UrlListOptions> = { urls: true, perHost: true, onIssue: true, clock: true };

/** Codes of URLs for what every other source tells by the code of S3 and OSS. */
const CODES: Readonly<Record<string, string>> = {
  HTTP_404: 'NoSuchKey',
  HTTP_410: 'NoSuchKey',
  HTTP_CHANGED: 'PreconditionFailed',
};

/**
 * A list of URLs as a source of images: a file with a URL in each line, with ossimport's two columns (prefix and path), or a
 * CSV file with a column `url` and perhaps a column `key`. Without a key of its own, the decoded path of a URL is its key.
 *
 * Of a URL, 4 MiB and one byte are read at most: no larger image is accepted.
 *
 * @example
 * const source = new UrlListSource('urls.txt');
 * for await (const { key } of source.list('')) console.log(key);
 */
export class UrlListSource implements ObjectSource {
  readonly name: string;
  readonly #path: string;
  readonly #access: UrlAccess;
  readonly #slots: HostSlots;
  readonly #clock: Clock;
  readonly #loading: SharedCall<UrlListEntries>;
  #entries: UrlListEntries | undefined;

  /**
   * @param path the file; it is read when the source is first used
   * @throws {TypeError | RangeError} for an option that is misspelt or out of its range
   */
  constructor(path: string, options: UrlListOptions = {}) {
    objectGiven('the options of a UrlListSource', options);
    const { urls, perHost = 4, onIssue, clock } = knownOptions('a UrlListSource', options, OPTIONS);
    this.#path = text('path', path);
    this.name = `urls:${path}`;
    if (onIssue !== undefined) callable('onIssue', onIssue);
    this.#slots = new HostSlots(atLeast(1, 'perHost', perHost));
    this.#clock = clockOf(clock ?? systemClock);
    this.#access = new UrlAccess(urls);
    this.#loading = new SharedCall((signal) => urlListEntries(this.#path, onIssue ?? (() => {}), signal));
  }

  /** What became of the lines of the list. */
  async summary(options: CallOptions = {}): Promise<UrlListSummary> {
    return (await this.#load(signalOf('summary()', options))).summary;
  }

  /**
   * The URLs of the list by their keys, as they stand there: a signature in one is in it here, too.
   *
   * @example
   * const url = (await new UrlListSource('urls.txt').urls()).get('shoes/1001.jpg');
   */
  async urls(options: CallOptions = {}): Promise<ReadonlyMap<string, string>> {
    return (await this.#load(signalOf('urls()', options))).urls;
  }

  /** The keys in their order. Neither sizes nor times are known before an image is asked for. */
  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<ListedObject, void, void> {
    const signal = signalOf('list()', options);
    const { urls } = await this.#load(signal);
    for (const key of urls.keys()) {
      signal?.throwIfAborted();
      if (key.startsWith(prefix)) yield { key, bytes: undefined };
    }
  }

  async read(key: string, range: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const signal = signalOf('read()', options);
    text('key', key);
    atLeast(0, 'offset', range.offset);
    atLeast(1, 'length', range.length);
    const found = (await this.#load(signal)).urls.get(key);
    if (found === undefined)
      throw new ImageSearchError(`Cannot read ${this.name}/${key}: the list has no such key`, {
        code: 'NoSuchKey',
      });
    const url = new URL(found);
    const once = () => this.#slots.run(url.host, signal, () => this.#read(url, range, signal));
    return await retry(once, { signal, clock: this.#clock });
  }

  /** Ends all connections, also those in use. */
  close(): void {
    this.#access.close();
  }

  async #read(
    url: URL,
    { offset, length, etag }: ObjectRange,
    signal: AbortSignal | undefined,
  ): Promise<ObjectPart> {
    const reader = this.#access.open(url, etag);
    try {
      const { bytes, size } = await reader.read(offset, length, signal);
      const part = bytes.subarray(0, length);
      return { bytes: part, size: size ?? (await sizeByReading(reader, signal)), etag: reader.etag };
    } catch (error) {
      if (!(error instanceof UrlError)) throw error;
      const { code, status: httpStatus } = error;
      const retryable = error.mayPass && code !== 'HTTP_CHANGED'; // it has another ETag for good
      throw new ImageSearchError(`Cannot read the image, as ${error.message}`, {
        ...{ code: CODES[code] ?? code, httpStatus, retryable },
      });
    } finally {
      reader.close();
    }
  }

  async #load(signal: AbortSignal | undefined): Promise<UrlListEntries> {
    this.#entries ??= await this.#loading.ask(signal);
    return this.#entries;
  }
}

/** The size of an image whose server does not say it; one byte more than is accepted for any larger image. */
async function sizeByReading(reader: UrlReader, signal: AbortSignal | undefined): Promise<number> {
  const { bytes, size } = await reader.read(0, MOST_BYTES + 1, signal);
  return size ?? bytes.length;
}
