import { isIP } from 'node:net';
import { chooseEndpoint, type Endpoint, regionName } from '../service/endpoint.ts';
import { show } from '../shared/checks.ts';
import { isLoopback } from '../shared/loopback.ts';

/** The host of OSS in a region, by network (help page "Regions and endpoints", Aug 13 2026). */
const OSS_HOSTS = {
  public: (region) => `oss-${region}.aliyuncs.com`,
  vpc: (region) => `oss-${region}-internal.aliyuncs.com`,
  accelerate: () => 'oss-accelerate.aliyuncs.com',
  'accelerate-overseas': () => 'oss-accelerate-overseas.aliyuncs.com',
  'dual-stack': (region) => `${region}.oss.aliyuncs.com`,
} as const satisfies Readonly<Record<string, (region: string) => string>>;

/**
 * The network on which OSS is called: the internet; a VPC of the same region; transfer acceleration, from anywhere or from
 * outside the Chinese mainland, which must be switched on for the bucket; or IPv6 as well as IPv4, which some regions lack.
 */
export type OssNetwork = keyof typeof OSS_HOSTS;

export const OSS_NETWORKS = Object.keys(OSS_HOSTS) as readonly OssNetwork[];

/** Where OSS is called, and whether that is a custom domain of the bucket, which has the keys at its root. */
export interface OssEndpoint extends Endpoint {
  readonly isCustomDomain: boolean;
}

export interface OssEndpointOptions {
  readonly endpoint?: string | undefined;
  readonly network?: OssNetwork | undefined;
  readonly customDomain?: boolean | undefined;
}

/** The names that the caller's options have. */
type CallerNames = Readonly<Record<keyof OssEndpointOptions, string>>;

/** @throws {TypeError} that names the option, when an option is wrong or two of them exclude each other */
export function chooseOssEndpoint(
  region: string,
  { endpoint, network, customDomain = false }: OssEndpointOptions,
  names: CallerNames = { endpoint: 'endpoint', network: 'network', customDomain: 'customDomain' },
): OssEndpoint {
  if (typeof customDomain !== 'boolean') {
    throw new TypeError(
      `Cannot continue as '${names.customDomain}' must be true or false: current value is ${show(customDomain)}`,
    );
  }
  if (customDomain && endpoint === undefined) {
    const instead = network === undefined ? '' : `, and no '${names.network}'`;
    throw new TypeError(
      `Cannot continue as '${names.customDomain}' needs '${names.endpoint}', the domain that is bound to the bucket, such as images.shop.example${instead}`,
    );
  }
  const inRegion = regionName(region);
  const hosts = Object.fromEntries(OSS_NETWORKS.map((name) => [name, OSS_HOSTS[name](inRegion)]));
  const chosen = chooseEndpoint(
    names.endpoint,
    hosts as Readonly<Record<OssNetwork, string>>,
    { endpoint, network },
    names.network,
  );
  if (customDomain && !canBeCustomDomain(chosen)) {
    throw new TypeError(
      `Cannot continue as '${names.endpoint}' must be a domain of your own with '${names.customDomain}', no IP address and no host of OSS: current value is ${show(chosen.host)}`,
    );
  }
  return { ...chosen, isCustomDomain: customDomain };
}

/**
 * For an IP address ali-oss sends the bucket's own host in OSS as the Host header, not the custom domain. Only the emulator, on
 * loopback, accepts that.
 */
function canBeCustomDomain({ host, protocol }: Endpoint): boolean {
  const { hostname } = new URL(`${protocol}://${host}`);
  if (hostname.startsWith('[') || hostname.endsWith('.aliyuncs.com')) return false;
  return isIP(hostname) === 0 || isLoopback(hostname);
}
