import type { IncomingMessage } from 'node:http';
import { follow, type Location } from './follow.ts';
import type { HttpClient } from './http-client.ts';
import type { Headers } from './request.ts';
import { UrlError } from './url-error.ts';

/** The way from a URL to its image, which redirects make longer once and not at every read. */
export class Route {
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
    const { response, place } = await follow(this.#place, headers, this.#client, signal).catch((error) => {
      if (this.#place === this.#first || !isRefusal(error)) throw error;
      return follow(this.#first, headers, this.#client, signal);
    });
    this.#place = place;
    return response;
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof UrlError && error.status !== undefined && error.status >= 400 && error.status < 500;
