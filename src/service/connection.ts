import { AgentPool, IDLE_MS } from '../shared/agent-pool.ts';
import { objectGiven, text, within } from '../shared/checks.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import { type ProxyOption, readProxy } from '../shared/proxy.ts';
import { type Clock, clockOf, MAX_TIMER_MS, systemClock } from '../shared/sleep.ts';
import { CredentialCache } from './credential-cache.ts';
import type { CredentialSource } from './credentials.ts';
import { chooseEndpoint, type Endpoint, type Network, regionName } from './endpoint.ts';
import { OperationRateLimits, type RequestsPerSecond } from './operation-rate-limits.ts';

/** How to reach one Image Search instance. */
export interface ServiceOptions {
  /** Such as `cn-shanghai`. */
  readonly region: string;
  /** The instance's name, not its id. */
  readonly instance: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** Host of the service: `host`, `host:port` or a URL; not together with `network`. @default the region's host on the network */
  readonly endpoint?: string | undefined;
  /**
   * `public`, imagesearch.REGION.aliyuncs.com, or `vpc`, imagesearch-vpc.REGION.aliyuncs.com, which is reached from a VPC
   * of the same region.
   *
   * @default 'public'
   */
  readonly network?: Network | undefined;
  /**
   * `'env'`, to use `HTTPS_PROXY` and `NO_PROXY`, or the URL of an http or https proxy. Loopback and the endpoints inside a
   * VPC are always called directly.
   *
   * @default calls are direct
   */
  readonly proxy?: ProxyOption | undefined;
  /** Time to connect, proxy and TLS included, in ms. @default 5_000 */
  readonly connectTimeoutMs?: number | undefined;
  /** Time from the connection to the end of the answer, sending included, in ms. @default 20_000 */
  readonly readTimeoutMs?: number | undefined;
  /**
   * Rates of single operations, where the instance allows another rate than documented, such as one that was raised by
   * ticket: `{ AddImage: 5 }`. All clients of an instance in this process share the rates.
   *
   * @default the documented rates: Detail and IncreaseList 1, AddImage 1, DeleteImage 20; CheckImageExists as `Detail` says
   */
  readonly requestsPerSecond?: RequestsPerSecond | undefined;
  /** The clock for rate limits, for waits between repeats and for the expiry of credentials. @default the system clock */
  readonly clock?: Clock | undefined;
}

/** What a client takes in place of options: an `ImageSearchClient`, whose connection it uses. */
export interface Connected {
  readonly connection: Connection;
}

export const SERVICE_OPTIONS: OptionNames<ServiceOptions> = {
  ...{ region: true, instance: true, credentials: true, endpoint: true, network: true, proxy: true },
  ...{ connectTimeoutMs: true, readTimeoutMs: true, requestsPerSecond: true, clock: true },
};

/**
 * @param what the client's class
 * @throws {TypeError} when no options and no client are given, or an option is unknown
 */
export function clientOptions<Given extends ServiceOptions | Connected>(
  what: string,
  given: Given,
  known: OptionNames<Exclude<Given, Connected>>,
): Given {
  objectGiven(`the options of ${what}, such as { region, instance }, or an ImageSearchClient`, given);
  return 'connection' in given ? given : knownOptions(what, given as Exclude<Given, Connected>, known);
}

/** One Image Search instance and how to call it: credentials, connections, rate limits and time limits, shared by clients. */
export class Connection {
  readonly region: string;
  readonly instance: string;
  readonly endpoint: Endpoint;
  readonly credentials: CredentialCache;
  readonly agents: AgentPool;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly clock: Clock;
  readonly rateLimits: OperationRateLimits;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: ServiceOptions) {
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
    const location = options.endpoint === undefined ? this.region : this.endpoint.host;
    this.rateLimits = new OperationRateLimits(
      { location, instance: this.instance },
      options.requestsPerSecond ?? {},
      clock,
    );
    this.agents = new AgentPool(readProxy(options.proxy), { keepAlive: true, timeout: IDLE_MS });
    this.agents.proxyFor(new URL(`${this.endpoint.protocol}://${this.endpoint.host}`)); // throws when a proxy variable is wrong
  }

  /** The connection of a client, or a new one for options. */
  static of(options: ServiceOptions | Connected): Connection {
    return 'connection' in options ? options.connection : new Connection(options);
  }

  /** Closes the open connections. Later calls open new connections. */
  close(): void {
    this.agents.destroy();
  }
}
