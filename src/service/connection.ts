import { AgentPool, IDLE_MS } from '../shared/agent-pool.ts';
import { objectGiven, text, within } from '../shared/checks.ts';
import { type ProxyOption, readProxy } from '../shared/proxy.ts';
import { type Clock, clockOf, MAX_TIMER_MS, systemClock } from '../shared/sleep.ts';
import { CredentialCache } from './credential-cache.ts';
import type { CredentialSource } from './credentials.ts';
import { chooseEndpoint, type Endpoint, type NETWORKS, regionName } from './endpoint.ts';
import type { ImageSearchOperation } from './operations.ts';
import { Pace } from './pace.ts';

/** How to reach one Image Search instance. */
export interface ServiceOptions {
  /** Such as `cn-shanghai`. */
  readonly region: string;
  /** The instance's name, not its id. */
  readonly instance: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** `host`, `host:port` or a URL; not together with `network`. @default that of the region on the network */
  readonly endpoint?: string | undefined;
  /**
   * `public`, imagesearch.REGION.aliyuncs.com, or `vpc`, imagesearch-vpc.REGION.aliyuncs.com, which is reached from a VPC
   * of the same region.
   *
   * @default 'public'
   */
  readonly network?: (typeof NETWORKS)[number] | undefined;
  /**
   * `'env'`, for what `HTTPS_PROXY` and `NO_PROXY` say, or the URL of an http or https proxy. Loopback and the endpoints inside
   * a VPC are always called directly.
   *
   * @default none
   */
  readonly proxy?: ProxyOption | undefined;
  /** To connect, a proxy and TLS included, in ms. @default 5_000 */
  readonly connectTimeoutMs?: number | undefined;
  /** From the connection to the end of the answer, sending included, in ms. @default 20_000 */
  readonly readTimeoutMs?: number | undefined;
  /**
   * Calls a second of single operations, where the instance takes another number than documented, such as one that was
   * raised by ticket: `{ AddImage: 5 }`. All clients of an instance in this process take turns with each other.
   *
   * @default the documented: Detail and IncreaseList 1, AddImage 1, DeleteImage 20; CheckImageExists what `Detail` tells
   */
  readonly requestsPerSecond?:
    | Readonly<Partial<Record<ImageSearchOperation, number | undefined>>>
    | undefined;
  /** For the waits: the pace of the calls, and between repeats; and the age of credentials. @default the machine's */
  readonly clock?: Clock | undefined;
}

/** What a client takes in the place of options: an `ImageSearchClient`, whose connection it uses. */
export interface Connected {
  readonly connection: Connection;
}

/** @throws {TypeError} for what is neither options nor a client */
export const clientOptions = <T extends ServiceOptions | Connected>(given: T): T =>
  objectGiven('options such as { region, instance }, or an ImageSearchClient,', given);

/**
 * One Image Search instance and the way to it: credentials, connections, pace and time limits, said once. Clients that are
 * made from an `ImageSearchClient` share it; what it holds is not public.
 */
export class Connection {
  readonly region: string;
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
  readonly pace: Pace;

  /**
   * @internal
   * @throws {TypeError | RangeError} when an option is missing or out of its range
   */
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
    this.pace = new Pace(
      { where: options.endpoint === undefined ? this.region : this.endpoint.host, instance: this.instance },
      options.requestsPerSecond ?? {},
      clock,
    );
    this.agents = new AgentPool(readProxy(options.proxy), { keepAlive: true, timeout: IDLE_MS });
    this.agents.proxyFor(new URL(`${this.endpoint.protocol}://${this.endpoint.host}`)); // throws for a wrong variable
  }

  /**
   * The connection of a client, or a new one for options.
   *
   * @internal
   */
  static of(options: ServiceOptions | Connected): Connection {
    const given = clientOptions(options);
    return 'connection' in given ? given.connection : new Connection(given);
  }

  /** Ends the connections that are open. Later calls open new ones. */
  close(): void {
    this.agents.destroy();
  }
}
