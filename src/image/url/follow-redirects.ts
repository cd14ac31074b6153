import type { IncomingMessage } from 'node:http';
import type { HttpClient } from './http-client.ts';
import { type Headers, httpGet } from './http-get.ts';
import { shownUrl } from './shown-url.ts';
import { statusError, UrlError } from './url-error.ts';

/** A URL that redirects may lead on from, and the caller's headers for it. */
export interface Location {
  readonly url: URL;
  /** Empty from the first redirect to another origin on, also after a redirect back. */
  readonly headers: Headers;
}

interface Arrival {
  readonly place: Location;
  /** Its status is 200, 206 or 416. */
  readonly response: IncomingMessage;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const ANSWERS = [200, 206, 416];

/** Sent unless the caller sets others; many servers refuse requests without a user agent. */
const DEFAULTS: Headers = { accept: '*/*', 'user-agent': 'imagesearch-import' };

/** One GET and the redirects it leads to; each of their URLs is checked like the first. */
export async function followRedirects(
  first: Location,
  ours: Headers,
  client: HttpClient,
  signal: AbortSignal,
): Promise<Arrival> {
  const { maxRedirects } = client.settings;
  let place = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const response = await httpGet(place.url, { ...DEFAULTS, ...place.headers, ...ours }, client, signal);
    const status = response.statusCode ?? 0;
    if (ANSWERS.includes(status)) return { place, response };
    await discard(response);
    if (!REDIRECTS.includes(status)) throw statusError(status, place.url);
    place = next(place, response.headers.location);
  }
  throw new UrlError(
    'HTTP_TOO_MANY_REDIRECTS',
    first.url,
    `redirects more than ${maxRedirects} times; give the URL it leads to, or raise 'maxRedirects'`,
  );
}

function next({ url, headers }: Location, location: string | undefined): Location {
  const refuse = (why: string): never => {
    throw new UrlError('HTTP_REDIRECT_REFUSED', url, `redirects ${why}; give the URL of the image itself`);
  };
  if (location === undefined) return refuse('to no place');
  const text = Buffer.from(location, 'latin1').toString(); // Node gives bytes as characters
  if (!URL.canParse(text, url.href)) return refuse('to what is no URL');
  const to = new URL(text, url);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return refuse(`to ${to.protocol}`);
  if (url.protocol === 'https:' && to.protocol === 'http:') return refuse(`from https to ${shownUrl(to)}`);
  return { url: to, headers: to.origin === url.origin ? headers : {} };
}

/** Keeps the connection when the body came with the headers; ends the connection instead of waiting for a body. */
async function discard(response: IncomingMessage): Promise<void> {
  if (!response.complete) response.destroy();
  await new Promise((resolve) => response.once('close', resolve).resume());
}
