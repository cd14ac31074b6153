import type { IncomingMessage } from 'node:http';
import type { HttpClient } from './http-client.ts';
import { type Headers, httpGet } from './http-get.ts';
import { shownUrl } from './shown-url.ts';
import { statusError, UrlError } from './url-error.ts';

/** A URL on the way to the image, and what is sent there beside our own headers. */
export interface Location {
  readonly url: URL;
  /** Empty from the first redirect to another origin on, also when a later one leads back. */
  readonly headers: Headers;
}

interface Arrival {
  readonly place: Location;
  /** Of status 200, 206 or 416. */
  readonly response: IncomingMessage;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const ANSWERS = [200, 206, 416];

/** Sent unless the caller says otherwise; many servers refuse who gives no name. */
const DEFAULTS: Headers = { accept: '*/*', 'user-agent': 'imagesearch-import' };

/** One GET and the redirects it meets, each checked like the first URL. */
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

/** A body that nobody wants keeps its connection when it came along with the headers, and is not waited for. */
async function discard(response: IncomingMessage): Promise<void> {
  if (!response.complete) response.destroy();
  await new Promise((resolve) => response.once('close', resolve).resume());
}
