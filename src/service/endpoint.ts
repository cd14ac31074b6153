import { oneOf, show } from '../shared/checks.ts';
import { isLoopback } from '../shared/loopback.ts';

/** Where a service listens: `host` or `host:port`, and how to speak to it. */
export interface Endpoint {
  readonly host: string;
  readonly protocol: 'http' | 'https';
}

/** The ways to a service: over the internet, or inside a VPC of the same region. */
export const NETWORKS = ['public', 'vpc'] as const;

/** The hosts of a service on each network. A region is taken as it comes: there are more than any list knows. */
type Hosts<N extends string> = Readonly<Record<N, string>> & { readonly public: string };

interface EndpointOptions<N extends string> {
  readonly endpoint?: string | undefined;
  readonly network?: N | undefined;
}

/**
 * Where to reach a service: the endpoint that is given, else its host on the network.
 *
 * @param name what the caller calls the endpoint
 * @param networkName what the caller calls the network
 * @throws {TypeError} when both are given, or one of them is none
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

/** @throws {TypeError} for what cannot be the name of a region; which ones there are no list knows */
export function regionName(region: unknown): string {
  if (typeof region === 'string' && /^[a-z0-9-]+$/i.test(region)) return region;
  throw new TypeError(
    `Cannot continue as 'region' must be one such as cn-shanghai: current value is ${show(region)}`,
  );
}

/**
 * Reads `host`, `host:port` or a URL. Without a scheme it is https, except on loopback, where the emulator speaks http.
 *
 * @throws {TypeError} when it is no endpoint, or has a path, a query or credentials
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
