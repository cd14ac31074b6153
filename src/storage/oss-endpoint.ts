import { isIPv4 } from 'node:net';
import { canBeCustomDomain } from '../service/addresses/custom-domain.ts';
import { chooseEndpoint, type Endpoint, regionName } from '../service/addresses/endpoint.ts';
import { isLoopback } from '../shared/http/loopback.ts';
import { show } from '../shared/options/checks.ts';

/** The ways to a bucket: which of its hosts is called. */
export const OSS_NETWORKS = ['public', 'vpc', 'accelerate', 'accelerate-overseas', 'dual-stack'] as const;

/** The host of OSS for a region, by network (help page "Regions and endpoints", Aug 13 2026). */
const OSS_HOSTS = {
  public: (region) => `oss-${region}.aliyuncs.com`,
  vpc: (region) => `oss-${region}-internal.aliyuncs.com`,
  accelerate: () => 'oss-accelerate.aliyuncs.com',
  'accelerate-overseas': () => 'oss-accelerate-overseas.aliyuncs.com',
  'dual-stack': (region) => `${region}.oss.aliyuncs.com`,
} as const satisfies Readonly<Record<(typeof OSS_NETWORKS)[number], (region: string) => string>>;

/**
 * How OSS is reached: over the internet (`public`); from a VPC of the same region (`vpc`); by transfer acceleration,
 * which must be enabled for the bucket, from anywhere (`accelerate`) or from outside the Chinese mainland
 * (`accelerate-overseas`); or over IPv6 as well as IPv4 (`dual-stack`), which some regions do not offer.
 */
type OssNetwork = (typeof OSS_NETWORKS)[number];

/** The endpoint of OSS, and whether it is a custom domain, which stands for the bucket and has the keys at its root. */
export interface OssEndpoint extends Endpoint {
  readonly isCustomDomain: boolean;
}

export interface OssEndpointOptions {
  readonly endpoint?: string | undefined;
  readonly network?: OssNetwork | undefined;
  readonly customDomain?: boolean | undefined;
}

/** The caller's names of these options, for messages. */
type NamesOfOptions = Readonly<Record<keyof OssEndpointOptions, string>>;

/**
 * The endpoint of OSS that the options name.
 *
 * @throws {TypeError} for a value that an option cannot have, or options that exclude each other
 */
export function chooseOssEndpoint(
  region: string,
  { endpoint, network, customDomain = false }: OssEndpointOptions,
  names: NamesOfOptions = { endpoint: 'endpoint', network: 'network', customDomain: 'customDomain' },
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
  if (customDomain && !servesAsCustomDomain(chosen)) {
    throw new TypeError(
      `Cannot continue as '${names.endpoint}' must be a domain of your own with '${names.customDomain}', no IP address and no host of OSS: current value is ${show(chosen.host)}`,
    );
  }
  return { ...chosen, isCustomDomain: customDomain };
}

/**
 * When the endpoint is an IP address, ali-oss sends the bucket's host in OSS as `Host`, so the address cannot be used
 * as a custom domain. A loopback address can: the emulator recognises such requests.
 */
function servesAsCustomDomain({ host, protocol }: Endpoint): boolean {
  const { hostname } = new URL(`${protocol}://${host}`);
  return canBeCustomDomain(hostname) || (isIPv4(hostname) && isLoopback(hostname));
}
