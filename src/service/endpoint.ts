import { oneOf, show } from '../shared/checks.ts';
import { isLoopback } from '../shared/loopback.ts';

/** Where a service listens, `host` or `host:port`, and by which protocol. */
export interface Endpoint {
  readonly host: string;
  readonly protocol: 'http' | 'https';
}

export const NETWORKS = ['public', 'vpc'] as const;

/** The network on which a service is called: the internet, or a VPC of the same region. */
export type Network = (typeof NETWORKS)[number];

/** The host of a service on each network. */
type Hosts<N extends string> = Readonly<Record<N, string>> & { readonly public: string };

interface EndpointOptions<N extends string> {
  readonly endpoint?: string | undefined;
  readonly network?: N | undefined;
}

/**
 * Where to call a service: at the endpoint that is given, else at its host on the network.
 *
 * @param name the caller's name of the option `endpoint`
 * @param networkName the caller's name of the option `network`
 * @throws {TypeError} when both are given, or one of them has a wrong value
 */
export function chooseEndpoint<N extends string>(
  name: string,
  hosts: Hosts<N>,
  { endpoint, network }: EndpointOptions<N>,
  networkName = 'network',
): Endpoint {
  if (endpoint !== undefined && network !== undefined) {
    throw new TypeError(
      `Cannot continue as '${name}' and '${networkName}' must not both be given: current value is ${show(network)}`,
    );
  }
  const networks = Object.keys(hosts) as readonly (keyof Hosts<N>)[];
  return parseEndpoint(name, endpoint ?? hosts[oneOf(networks, networkName, network ?? 'public')]);
}

/**
 * Any well-formed name is taken: there are more regions than a list here could hold.
 *
 * @throws {TypeError} for a value that cannot be the name of a region, such as OSS's own name for it
 */
export function regionName(region: unknown): string {
  const isName = typeof region === 'string' && /^[a-z0-9-]+$/i.test(region);
  const ossName = isName ? /^oss-(.+)$/i.exec(region) : null;
  if (isName && ossName === null) return region;
  const hint = ossName === null ? '' : `, which is OSS's name for the region: write ${show(ossName[1])}`;
  throw new TypeError(
    `Cannot continue as 'region' must be the name of a region, such as cn-shanghai: current value is ${show(region)}${hint}`,
  );
}

/**
 * Reads `host`, `host:port` or a URL. Without a scheme it is https, except on loopback, where the emulator speaks http.
 *
 * @throws {TypeError} when the value is no endpoint, or has a path, a query or credentials
 */
export function parseEndpoint(name: string, endpoint: string): Endpoint {
  if (typeof endpoint !== 'string') throw wrong(name, show(endpoint));
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

const wrong = (name: string, value: string) =>
  new TypeError(
    `Cannot continue as '${name}' must be "host", "host:port" or "https://host": current value is "${value.replace(/^(https?:\/\/)?[^/]*@/, '$1***@')}"`,
  );
