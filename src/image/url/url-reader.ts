import { Deadline } from '../../shared/async/deadline.ts';
import { processWait } from '../../shared/async/shortage-wait.ts';
import { untilAborted } from '../../shared/async/until-aborted.ts';
import { atLeast } from '../../shared/options/checks.ts';
import type { ImagePiece, ImageReader } from '../image-source.ts';
import type { Location } from './follow-redirects.ts';
import type { HttpClient } from './http-client.ts';
import { badRange, readImageResponse } from './image-response.ts';
import { ImageVersion } from './image-version.ts';
import { type Gap, ReceivedBytes } from './received-bytes.ts';
import { ResolvedLocation } from './resolved-location.ts';
import { ResponseBody } from './response-body.ts';
import { shownUrl } from './shown-url.ts';
import { statusError, UrlError, type UrlErrorCode } from './url-error.ts';

/** Most bytes that are read of an image: the size of the largest accepted one, and one more to recognise a larger one. */
const MOST_BYTES = 4 * 1024 * 1024 + 1;

/** Requests of one read; only servers that give less than they are asked for need more than a few. */
const MOST_REQUESTS = 16;

/**
 * An image behind a URL, whose parts are requested by range. From a server that ignores ranges a single body is read as
 * far as needed and then left waiting. No byte is requested twice. Call `read` again only when the last read has ended.
 */
export class UrlReader implements ImageReader {
  /** Scheme, host and path of the URL. */
  readonly name: string;
  readonly #timeoutMs: number;
  readonly #location: ResolvedLocation;
  readonly #received = new ReceivedBytes();
  readonly #version = new ImageVersion();
  /** The body of a server that ignores ranges. */
  #whole: ResponseBody | undefined;
  #taken = 0;

  constructor(first: Location, client: HttpClient, etag?: string) {
    this.name = shownUrl(first.url);
    this.#timeoutMs = client.settings.timeoutMs;
    this.#location = new ResolvedLocation(first, client);
    if (etag !== undefined) this.#version.learn({ size: undefined, etag: `"${etag}"` }, 0, first.url);
  }

  /** The strong ETag, without quotes; undefined until it is known, and when the server gives none. */
  get etag(): string | undefined {
    return this.#version.strongTag?.slice(1, -1);
  }

  /**
   * `length` bytes from `offset`, fewer only where the image ends; `size` is undefined until it is known. Rejects
   * with a `UrlError`, or with the signal's reason.
   *
   * @throws {RangeError} when `offset` or `length` is not an integer of at least 0.
   */
  async read(offset: number, length: number, signal?: AbortSignal): Promise<ImagePiece> {
    const to = atLeast(0, 'offset', offset) + atLeast(0, 'length', length);
    // Outside the deadline, as the server is not to blame for a shortage of this machine.
    return processWait.run(() => this.#readInTime(offset, to, signal), { signal });
  }

  async #readInTime(offset: number, to: number, signal: AbortSignal | undefined): Promise<ImagePiece> {
    const deadline = new Deadline(this.#timeoutMs, signal, this.#late);
    try {
      return await untilAborted(this.#read(offset, to, deadline.signal), deadline.signal);
    } finally {
      deadline.clear();
    }
  }

  /** Ends the connection when a body is waiting on it. */
  close(): void {
    this.#whole?.destroy();
    this.#whole = undefined;
  }

  async #read(from: number, to: number, signal: AbortSignal) {
    for (let requests = 0; ; requests++) {
      const { size } = this.#version;
      const end = Math.max(from, Math.min(to, size ?? to));
      const gap = this.#received.gap(from, end);
      if (gap === null) return { bytes: this.#received.slice(from, end), size };
      if (requests === MOST_REQUESTS) throw badRange(this.#location.url, 'gives few bytes at a time');
      if (this.#whole === undefined) await this.#ask(gap, signal);
      else await this.#takeWhole(this.#whole, gap.to, signal);
    }
  }

  async #ask({ from, to }: Gap, signal: AbortSignal): Promise<void> {
    this.#allow(to - from);
    const tag = this.#version.strongTag;
    const headers: Record<string, string> = {
      range: `bytes=${from}-${to - 1}`,
      'accept-encoding': 'identity',
    };
    if (tag !== undefined) headers['if-range'] = tag;
    const response = await this.#location.get(headers, signal);
    const { url } = this.#location;
    const body = new ResponseBody(url, response);
    try {
      const answer = readImageResponse(response, url, from);
      this.#version.learn(answer, this.#received.end, url);
      if (answer.part === null) {
        this.#whole = body;
        return await this.#takeWhole(body, to, signal);
      }
      if (answer.part === 0 && this.#version.size === undefined) this.#endBefore(from);
      const wanted = Math.min(to - from, answer.part);
      const bytes = await this.#take(body, wanted, signal);
      if (bytes.length < wanted) throw body.cutShort();
      this.#received.add(from, bytes);
      await body.finish();
    } catch (error) {
      body.destroy();
      throw error;
    }
  }

  async #takeWhole(body: ResponseBody, to: number, signal: AbortSignal): Promise<void> {
    try {
      const from = body.position;
      this.#received.add(from, await this.#take(body, to - from, signal));
      if (body.position < to) this.#endAt(body.position);
      if (body.position === this.#version.size) await body.finish();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #take(body: ResponseBody, count: number, signal: AbortSignal): Promise<Uint8Array> {
    this.#allow(count);
    const before = body.position;
    try {
      return await body.take(count, signal);
    } finally {
      this.#taken += body.position - before;
    }
  }

  #allow(count: number): void {
    if (this.#taken + count <= MOST_BYTES) return;
    throw this.#error('HTTP_BEYOND_LIMIT', `is read up to ${MOST_BYTES} bytes, and more are needed`);
  }

  /** A 416 without a size: the image ends here if all bytes before were received. */
  #endBefore(offset: number): void {
    if (offset === 0 || this.#received.gap(offset - 1, offset) !== null) {
      throw statusError(416, this.#location.url);
    }
    this.#endAt(offset);
  }

  #endAt(size: number): void {
    this.#version.learn({ size, etag: undefined }, this.#received.end, this.#location.url);
  }

  readonly #late = () =>
    this.#error(
      'HTTP_TIMEOUT',
      `was not read within ${this.#timeoutMs} ms; try again later, or raise 'timeoutMs'`,
    );

  #error(code: UrlErrorCode, message: string): UrlError {
    return new UrlError(code, this.#location.url, message);
  }
}
