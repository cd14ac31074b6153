import type { IncomingMessage } from 'node:http';
import { followRedirects, type Location } from './follow-redirects.ts';
import type { HttpClient } from './http-client.ts';
import type { Headers } from './http-get.ts';
import { UrlError } from './url-error.ts';

/** The way from a URL to its image, which redirects make longer once and not at every read. */
export class ResolvedLocation {
  readonly #client: HttpClient;
  readonly #first: Location;
  /** Where the first place led. */
  #place: Location;

  constructor(first: Location, client: HttpClient) {
    this.#client = client;
    this.#first = first;
    this.#place = first;
  }

  /** Where the image was found last. */
  get url(): URL {
    return this.#place.url;
  }

  /** Asks where the first URL led, and the first URL anew when that refuses: what signed it may have expired. */
  async get(headers: Headers, signal: AbortSignal): Promise<IncomingMessage> {
    const { response, place } = await followRedirects(this.#place, headers, this.#client, signal).catch(
      (error) => {
        if (this.#place === this.#first || !isRefusal(error)) throw error;
        return followRedirects(this.#first, headers, this.#client, signal);
      },
    );
    this.#place = place;
    return response;
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof UrlError && error.status !== undefined && error.status >= 400 && error.status < 500;
