/** Where a service listens: `host` or `host:port`, and how to speak to it. */
export interface Endpoint {
  readonly host: string;
  readonly protocol: 'http' | 'https';
}

/**
 * Reads `host`, `host:port` or a URL. Without a scheme it is https, except on loopback, where the emulator speaks http.
 *
 * @throws {TypeError} when it is no endpoint, or has a path, a query or credentials
 */
export function parseEndpoint(name: string, endpoint: string): Endpoint {
  const hasScheme = /^https?:\/\//.test(endpoint);
  let url: URL;
  try {
    url = new URL(hasScheme ? endpoint : `https://${endpoint}`);
    if (!hasScheme && isLoopback(url.hostname)) url = new URL(`http://${endpoint}`);
  } catch {
    throw wrong(name, endpoint);
  }
  if (
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== '' ||
    url.password !== '' ||
    url.hostname === ''
  ) {
    throw wrong(name, endpoint);
  }
  return { host: url.host, protocol: url.protocol === 'https:' ? 'https' : 'http' };
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

const wrong = (name: string, value: string) =>
  new TypeError(
    `Cannot continue as '${name}' must be "host", "host:port" or "https://host": current value is "${value.replace(/^(https?:\/\/)?[^/]*@/, '$1***@')}"`,
  );
