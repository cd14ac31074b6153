import type { IncomingMessage } from 'node:http';
import { followRedirects, type Location } from './follow-redirects.ts';
import type { HttpClient } from './http-client.ts';
import type { Headers } from './http-get.ts';
import { UrlError } from './url-error.ts';

/** Remembers where redirects led from a URL, so that only the first read follows them. */
export class ResolvedLocation {
  readonly #client: HttpClient;
  readonly #first: Location;
  /** Where the first URL led. */
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

  /** Requests the remembered URL, and the first URL again when that answers with 4xx: its signature may have expired. */
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
