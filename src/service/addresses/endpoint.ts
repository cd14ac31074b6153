import { isLoopback } from '../../shared/http/loopback.ts';
import { oneOf, show } from '../../shared/options/checks.ts';

/** A host, `host` or `host:port`, and its protocol. */
export interface Endpoint {
  readonly host: string;
  readonly protocol: 'http' | 'https';
}

/** The ways to reach a service: over the internet (`public`), or from a VPC of the same region (`vpc`). */
export const NETWORKS = ['public', 'vpc'] as const;

/** The host of a service by network. */
type Hosts<N extends string> = Readonly<Record<N, string>> & { readonly public: string };

interface EndpointOptions<N extends string> {
  readonly endpoint?: string | undefined;
  readonly network?: N | undefined;
}

/**
 * The endpoint that is given, else the service's host on the network.
 *
 * @param name the caller's name of the option `endpoint`, for messages
 * @param networkName the caller's name of the option `network`, for messages
 * @throws {TypeError} when both are given, or one of them has a value that it cannot have
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
 * Checks the form of a region's id. Its existence is not checked, since Alibaba Cloud adds regions.
 *
 * @throws {TypeError} for a value that cannot be the id of a region, or is OSS's name for one
 */
export function regionName(region: unknown): string {
  if (typeof region !== 'string' || !/^[a-z0-9-]+$/i.test(region)) {
    throw new TypeError(
      `Cannot continue as 'region' must be one such as cn-shanghai: current value is ${show(region)}`,
    );
  }
  const withoutPrefix = /^oss-(.+)$/i.exec(region)?.[1];
  if (withoutPrefix === undefined) return region;
  throw new TypeError(
    `Cannot continue as 'region' must be one such as cn-shanghai: ${show(region)} is OSS's name for it, write ${show(withoutPrefix)}`,
  );
}

/**
 * Reads `host`, `host:port` or a URL. Without a scheme the protocol is https; on loopback it is http, since the emulator
 * speaks http.
 *
 * @throws {TypeError} for a text that is not a host, or that has a path, a query or credentials
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
