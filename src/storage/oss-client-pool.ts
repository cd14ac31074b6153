import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type OSS from 'ali-oss';
import { type Credentials, sameCredentials } from '../service/credentials/credentials.ts';
import { MAX_TIMER_MS } from '../shared/async/sleep.ts';
import { untilAborted } from '../shared/async/until-aborted.ts';
import { AgentPool } from '../shared/http/agent-pool.ts';
import type { ProxyChoice } from '../shared/http/proxy.ts';
import type { TrustOptions } from '../shared/http/trusted-certificates.ts';
import { BoundedHttp, type HttpClient } from './bounded-http.ts';
import type { OssEndpoint } from './oss-endpoint.ts';

export interface OssSettings {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: OssEndpoint;
  readonly timeoutMs: number;
  readonly proxyFor: ProxyChoice;
  readonly trust: TrustOptions;
}

interface PooledClient {
  readonly client: OSS;
  readonly http: BoundedHttp;
  readonly credentials: Credentials;
  readonly close: () => void;
}

/**
 * A pool of clients of ali-oss. Each client has a connection of its own and serves one call at a time. ali-oss takes no
 * abort signal, so an abort closes the connection of the client, which ends that call and no other.
 */
export class OssClientPool {
  readonly #settings: OssSettings;
  readonly #idle: PooledClient[] = [];

  constructor(settings: OssSettings) {
    this.#settings = settings;
  }

  async use<T>(
    credentials: Credentials,
    work: (client: OSS) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    signal?.throwIfAborted();
    const pooled = this.#take(credentials) ?? (await this.#open(credentials));
    let hasSucceeded = false;
    try {
      const result = await untilAborted(work(pooled.client), signal, pooled.close);
      hasSucceeded = true;
      return result;
    } catch (error) {
      throw pooled.http.tooLong ?? error;
    } finally {
      if (hasSucceeded) this.#idle.push(pooled);
      else pooled.close(); // a connection that failed is not used again
    }
  }

  close(): void {
    for (const pooled of this.#idle.splice(0)) pooled.close();
  }

  #take(credentials: Credentials): PooledClient | undefined {
    for (let pooled = this.#idle.pop(); pooled !== undefined; pooled = this.#idle.pop()) {
      if (sameCredentials(pooled.credentials, credentials)) return pooled;
      pooled.close(); // the client signs with older credentials
    }
    return undefined;
  }

  async #open(credentials: Credentials): Promise<PooledClient> {
    const { default: Oss } = await import('ali-oss');
    const { bucket, region, endpoint, timeoutMs, proxyFor, trust } = this.#settings;
    const { accessKeyId, accessKeySecret, securityToken } = credentials;
    const agents = new AgentPool(proxyFor, { keepAlive: true, maxSockets: 1, ...trust });
    const options: OSS.Options & {
      readonly sldEnable: boolean;
      readonly agent: HttpAgent;
      readonly httpsAgent: HttpsAgent;
    } = {
      bucket,
      accessKeyId,
      accessKeySecret,
      region: `oss-${region}`, // V4 signatures name the region, also when an endpoint is given
      endpoint: `${endpoint.protocol}://${endpoint.host}`,
      authorizationV4: true,
      cname: endpoint.isCustomDomain,
      // Path style, since the name bucket.localhost does not resolve.
      sldEnable: !endpoint.isCustomDomain && /^localhost(:|$)/.test(endpoint.host),
      timeout: Math.min(timeoutMs + 60_000, MAX_TIMER_MS), // our own time-out comes first: ali-oss writes to standard error at its own
      agent: agents.agentFor(new URL(`http://${endpoint.host}`)),
      httpsAgent: agents.agentFor(new URL(`https://${endpoint.host}`)) as HttpsAgent, // without it ali-oss calls https endpoints directly
      ...(securityToken === undefined
        ? {}
        : {
            stsToken: securityToken,
            refreshSTSToken: async () => ({ accessKeyId, accessKeySecret, stsToken: securityToken }),
            refreshSTSTokenInterval: MAX_TIMER_MS, // new credentials get a new client
          }),
    };
    const client = new Oss(options);
    const inner = client as OSS & { urllib: HttpClient }; // no type of ali-oss has it
    const http = new BoundedHttp(inner.urllib);
    inner.urllib = http;
    return { client, http, credentials, close: () => agents.destroy() };
  }
}
