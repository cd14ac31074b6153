import { type Clock, clockOf, MAX_TIMER_MS, systemClock } from '../shared/async/sleep.ts';
import { AgentPool, IDLE_MS } from '../shared/http/agent-pool.ts';
import { type ProxyOption, readProxy } from '../shared/http/proxy.ts';
import { type CertificateOption, readTrust } from '../shared/http/trusted-certificates.ts';
import { objectGiven, text, within } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { chooseEndpoint, type Endpoint, type NETWORKS, regionName } from './addresses/endpoint.ts';
import { OperationRates, type TakeTurn } from './calls/operation-rates.ts';
import type { ImageSearchOperation } from './calls/operations.ts';
import { CredentialCache } from './credentials/credential-cache.ts';
import type { CredentialSource } from './credentials/credentials.ts';

/** How one Image Search instance is called. */
export interface ServiceOptions {
  /** Such as `cn-shanghai`. */
  readonly region: string;
  /** The instance's name, not its id. */
  readonly instance: string;
  /** Keys, or what gives them. @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** `host`, `host:port` or a URL; not together with `network`. @default Image Search's host in the region, on the network */
  readonly endpoint?: string | undefined;
  /**
   * `public`, imagesearch.REGION.aliyuncs.com, or `vpc`, imagesearch-vpc.REGION.aliyuncs.com, which is reached from a VPC
   * of the same region.
   *
   * @default 'public'
   */
  readonly network?: (typeof NETWORKS)[number] | undefined;
  /**
   * The URL of an http or https proxy, or `'env'` to read `HTTPS_PROXY` and `NO_PROXY`. Loopback and the endpoints inside a
   * VPC are always called directly.
   *
   * @default calls go out directly
   */
  readonly proxy?: ProxyOption | undefined;
  /**
   * Certificates in PEM that are trusted beside those that Node trusts, such as that of a gateway or of a proxy that looks
   * into TLS.
   *
   * @default what Node trusts, with NODE_EXTRA_CA_CERTS
   */
  readonly ca?: CertificateOption | undefined;
  /** Time allowed to connect, including a proxy and TLS, in ms. @default 5_000 */
  readonly connectTimeoutMs?: number | undefined;
  /** Time allowed from the connection to the end of the answer, including sending, in ms. @default 20_000 */
  readonly readTimeoutMs?: number | undefined;
  /**
   * Calls a second by operation, for an instance whose limits differ from the documented ones, such as after a ticket:
   * `{ AddImage: 5 }`. All clients of an instance in this process share these limits.
   *
   * @default the documented rates: Detail, IncreaseList, DumpMeta and DumpMetaList 1, DeleteImage and UpdateImage 20; AddImage, CheckImageExists and searches as `Detail` reports
   */
  readonly requestsPerSecond?:
    | Readonly<Partial<Record<ImageSearchOperation, number | undefined>>>
    | undefined;
  /** The clock for rate limits, for the waits between repeats and for the age of credentials. @default the system's clock */
  readonly clock?: Clock | undefined;
}

/** For `knownOptions`, and for clients that have options beside these. */
export const SERVICE_OPTIONS: OptionNames<ServiceOptions> = {
  ...{ region: true, instance: true, credentials: true, endpoint: true, network: true, proxy: true },
  ca: true,
  ...{ connectTimeoutMs: true, readTimeoutMs: true, requestsPerSecond: true, clock: true },
};

/** What a client takes instead of options: an `ImageSearchClient`, whose connection the new client then uses. */
export interface Connected {
  readonly connection: Connection;
}

/**
 * @param what the client's class, as messages name it
 * @throws {TypeError} for a value that is neither options nor a client, or for a misspelt option
 */
export function clientOptions<Given extends ServiceOptions | Connected>(
  what: string,
  given: Given,
  known: OptionNames<Exclude<Given, Connected>>,
): Given {
  objectGiven(`the options of ${what}, such as { region, instance }, or an ImageSearchClient,`, given);
  return 'connection' in given ? given : knownOptions(what, given as Exclude<Given, Connected>, known);
}

/**
 * Everything that calls of one Image Search instance share: credentials, connections, rate limits and time limits. Clients
 * that are made from an `ImageSearchClient` share its connection; what it holds is not public.
 */
export class Connection {
  /** The region of the instance, such as cn-shanghai. */
  readonly region: string;
  /** The name of the instance. */
  readonly instance: string;
  /** @internal */
  readonly endpoint: Endpoint;
  /** @internal */
  readonly credentials: CredentialCache;
  /** @internal */
  readonly agents: AgentPool;
  /** @internal */
  readonly connectTimeoutMs: number;
  /** @internal */
  readonly readTimeoutMs: number;
  /** @internal */
  readonly clock: Clock;
  /** @internal */
  readonly rates: OperationRates;

  /**
   * @internal
   * @param takeTurn where turns of calls are given out. @default this process
   * @throws {TypeError | RangeError} when an option is missing or out of its range
   */
  constructor(options: ServiceOptions, takeTurn?: TakeTurn) {
    const { connectTimeoutMs = 5_000, readTimeoutMs = 20_000, clock = systemClock } = options;
    this.region = regionName(options.region);
    this.instance = text('instance', options.instance);
    const hosts = {
      public: `imagesearch.${this.region}.aliyuncs.com`,
      vpc: `imagesearch-vpc.${this.region}.aliyuncs.com`,
    };
    this.endpoint = chooseEndpoint('endpoint', hosts, options);
    this.clock = clockOf(clock);
    this.credentials = new CredentialCache(options.credentials, clock);
    this.readTimeoutMs = within(1, MAX_TIMER_MS, 'readTimeoutMs', readTimeoutMs);
    this.connectTimeoutMs = within(1, MAX_TIMER_MS, 'connectTimeoutMs', connectTimeoutMs);
    this.rates = new OperationRates(
      {
        location: options.endpoint === undefined ? this.region : this.endpoint.host,
        instance: this.instance,
      },
      options.requestsPerSecond ?? {},
      clock,
      takeTurn,
    );
    this.agents = new AgentPool(readProxy(options.proxy), {
      ...{ keepAlive: true, timeout: IDLE_MS },
      ...readTrust('ca', options.ca),
    });
    this.agents.proxyFor(new URL(`${this.endpoint.protocol}://${this.endpoint.host}`)); // throws when a proxy variable cannot be read
  }

  /**
   * The connection of a client, or a new connection made from options.
   *
   * @internal
   */
  static of(options: ServiceOptions | Connected): Connection {
    return 'connection' in options ? options.connection : new Connection(options);
  }

  /** Closes all connections. Later calls open new ones. */
  close(): void {
    this.agents.destroy();
  }
}
