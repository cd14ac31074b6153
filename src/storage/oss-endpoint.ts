import { isIP } from 'node:net';
import { chooseEndpoint, type Endpoint, regionName } from '../service/endpoint.ts';
import { show } from '../shared/checks.ts';
import { isLoopback } from '../shared/loopback.ts';

export const OSS_NETWORKS = ['public', 'vpc', 'accelerate', 'accelerate-overseas', 'dual-stack'] as const;

/** The host of OSS in a region, by the way to it (help page "Regions and endpoints", Aug 13 2026). */
const OSS_HOSTS = {
  public: (region) => `oss-${region}.aliyuncs.com`,
  vpc: (region) => `oss-${region}-internal.aliyuncs.com`,
  accelerate: () => 'oss-accelerate.aliyuncs.com',
  'accelerate-overseas': () => 'oss-accelerate-overseas.aliyuncs.com',
  'dual-stack': (region) => `${region}.oss.aliyuncs.com`,
} as const satisfies Readonly<Record<(typeof OSS_NETWORKS)[number], (region: string) => string>>;

/**
 * The way to OSS: over the internet; inside a VPC of the same region; by transfer acceleration, which is switched on for
 * the bucket first, from anywhere or from outside the Chinese mainland; or over IPv6 as well as IPv4, which some regions
 * do not have.
 */
type OssNetwork = (typeof OSS_NETWORKS)[number];

/** Where OSS is reached, and whether that is a domain of the bucket's own, with the keys at its root. */
export interface OssEndpoint extends Endpoint {
  readonly isCustomDomain: boolean;
}

export interface OssEndpointOptions {
  readonly endpoint?: string | undefined;
  readonly network?: OssNetwork | undefined;
  readonly customDomain?: boolean | undefined;
}

/** What the caller calls these options. */
type OptionNames = Readonly<Record<keyof OssEndpointOptions, string>>;

/** @throws {TypeError} when one of the options is none, or they do not go together */
export function chooseOssEndpoint(
  region: string,
  { endpoint, network, customDomain = false }: OssEndpointOptions,
  names: OptionNames = { endpoint: 'endpoint', network: 'network', customDomain: 'customDomain' },
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
 * To an IP address ali-oss sends the host of the bucket in OSS, and no other. On loopback the emulator knows what is
 * meant; anywhere else that is not the custom domain.
 */
function canBeCustomDomain({ host, protocol }: Endpoint): boolean {
  const { hostname } = new URL(`${protocol}://${host}`);
  if (hostname.startsWith('[') || hostname.endsWith('.aliyuncs.com')) return false;
  return isIP(hostname) === 0 || isLoopback(hostname);
}
