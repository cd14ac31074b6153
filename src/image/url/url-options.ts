import { MAX_TIMER_MS } from '../../shared/async/sleep.ts';
import { type ProxyOption, readProxy } from '../../shared/http/proxy.ts';
import { type CertificateOption, readTrust } from '../../shared/http/trusted-certificates.ts';
import { atLeast, show } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';

/** How images behind URLs are fetched. */
export interface UrlOptions {
  /** Whether hosts with private, loopback, link-local and other addresses that are not public are read. @default false */
  readonly allowPrivateAddresses?: boolean | undefined;
  /** Time allowed to one request for an image, or for a part of it, in ms, redirects included. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** Redirects followed from one URL. @default 5 */
  readonly maxRedirects?: number | undefined;
  /** Sent to the origin of the URL, and to no other that it redirects to. @default {} */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * `'env'`, for what `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, or the URL of a proxy. A proxy
   * resolves names itself: whether they have public addresses is then not checked, and a warning says so.
   *
   * @default no proxy
   */
  readonly proxy?: ProxyOption | undefined;
  /** Certificates in PEM that are trusted beside those that Node trusts, such as that of a company's own host of images. */
  readonly ca?: CertificateOption | undefined;
}

const URL_OPTIONS: OptionNames<UrlOptions> = {
  ...{ allowPrivateAddresses: true, timeoutMs: true, maxRedirects: true, headers: true, proxy: true },
  ca: true,
};

/** The options, checked, with their defaults. */
export type UrlSettings = ReturnType<typeof urlSettings>;

/** Headers that the reader sets itself: they decide which bytes come and in which form. */
const OWN_HEADERS =
  'accept-encoding connection content-length expect host if-range range te transfer-encoding upgrade'.split(
    ' ',
  );

/** @throws {TypeError | RangeError} for an invalid option. */
export function urlSettings(options: UrlOptions = {}) {
  knownOptions('urls', options, URL_OPTIONS);
  const { allowPrivateAddresses = false, timeoutMs = 30_000, maxRedirects = 5, headers = {} } = options;
  if (typeof allowPrivateAddresses !== 'boolean') {
    throw new TypeError(
      `Cannot continue as 'allowPrivateAddresses' must be true or false: current value is ${show(allowPrivateAddresses)}`,
    );
  }
  if (atLeast(1, 'timeoutMs', timeoutMs) > MAX_TIMER_MS) {
    throw new RangeError(
      `Cannot continue as 'timeoutMs' must be at most ${MAX_TIMER_MS}: current value is ${timeoutMs}`,
    );
  }
  return Object.freeze({
    allowPrivateAddresses,
    timeoutMs,
    maxRedirects: atLeast(0, 'maxRedirects', maxRedirects),
    headers: checkedHeaders(headers),
    proxyFor: readProxy(options.proxy),
    trust: readTrust('ca', options.ca),
  });
}

/** By RFC 9110, 5.6.2 and 5.5. Node has the same checks, but only once a request is made. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Names become lower case. Messages name a header and never show its value, which may be a secret. */
function checkedHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (typeof headers !== 'object' || headers === null) {
    throw new TypeError(
      `Cannot continue as 'headers' must be an object of strings: current value is ${headers === null ? null : typeof headers}`,
    );
  }
  const checked = Object.entries(headers).map(([name, value]: [string, unknown]) => {
    const lower = name.toLowerCase();
    const refuse = (why: string): never => {
      throw new TypeError(`Cannot continue as header ${show(name)} of 'headers' ${why}`);
    };
    if (!HEADER_NAME.test(name)) refuse('has a name that no header can have');
    if (OWN_HEADERS.includes(lower)) refuse('is set by the reader itself; take it out');
    if (typeof value !== 'string') refuse(`must be a string: it is ${typeof value}`);
    if (!HEADER_VALUE.test(String(value))) refuse('has a character that no header can have');
    return [lower, String(value)] as const;
  });
  return Object.freeze(Object.fromEntries(checked));
}
