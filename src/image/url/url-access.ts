import { percentDecodeOrKeep } from '../../shared/http/percent-decode.ts';
import { show } from '../../shared/options/checks.ts';
import type { Location } from './follow-redirects.ts';
import { closeClient, type HttpClient, type HttpContext, openClient } from './http-client.ts';
import type { UrlOptions } from './url-options.ts';
import { UrlReader } from './url-reader.ts';

/**
 * Reads images behind URLs. Use one object for many images, since it keeps connections; idle connections do not keep
 * the process alive.
 */
export class UrlAccess {
  readonly #client: HttpClient;

  /** @throws {TypeError | RangeError} for an invalid option. */
  constructor(options: UrlOptions = {}, context: HttpContext = {}) {
    this.#client = openClient(options, context);
  }

  /**
   * Nothing is fetched before the first read.
   *
   * @param etag the strong ETag that the image must have, without quotes; else reads fail with `HTTP_CHANGED`
   * @throws {TypeError} unless `url` is a URL of http or https
   */
  open(url: URL, etag?: string): UrlReader {
    if (!(url instanceof URL)) {
      throw new TypeError(`Cannot read an image as 'url' must be a URL: current value is ${typeof url}`);
    }
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new TypeError(
        `Cannot read an image as 'url' must begin with http: or https:: it begins with ${show(url.protocol)}`,
      );
    }
    return new UrlReader(firstLocation(url, this.#client), this.#client, etag);
  }

  /** Ends all connections, also those in use. */
  close(): void {
    closeClient(this.#client);
  }
}

/** Turns the user info of a URL into the `authorization` header, since requests use only host and path of the URL. */
function firstLocation(given: URL, { settings: { headers } }: HttpClient): Location {
  const url = new URL(given);
  const { username, password } = url;
  if (username === '' && password === '') return { url, headers };
  const credentials = Buffer.from(
    `${percentDecodeOrKeep(username)}:${percentDecodeOrKeep(password)}`,
  ).toString('base64');
  return { url, headers: { authorization: `Basic ${credentials}`, ...headers } };
}
