import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type OSS from 'ali-oss';
import { type Credentials, sameCredentials } from '../service/credentials.ts';
import { AgentPool } from '../shared/agent-pool.ts';
import type { ProxyChoice } from '../shared/proxy.ts';
import { MAX_TIMER_MS } from '../shared/sleep.ts';
import { untilAborted } from '../shared/until-aborted.ts';
import type { OssEndpoint } from './oss-endpoint.ts';

export interface OssSettings {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: OssEndpoint;
  readonly timeoutMs: number;
  readonly proxyFor: ProxyChoice;
}

interface Lane {
  readonly client: OSS;
  readonly credentials: Credentials;
  readonly close: () => void;
}

/**
 * Clients of ali-oss, each with one connection of its own and used by one call at a time. ali-oss knows no abort
 * signal: aborting closes the lane's connection, which ends that call and no other.
 */
export class OssClientPool {
  readonly #settings: OssSettings;
  readonly #idle: Lane[] = [];

  constructor(settings: OssSettings) {
    this.#settings = settings;
  }

  async use<T>(
    credentials: Credentials,
    work: (client: OSS) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    signal?.throwIfAborted();
    const lane = this.#take(credentials) ?? (await this.#open(credentials));
    let clean = false;
    try {
      const result = await untilAborted(work(lane.client), signal, lane.close);
      clean = true;
      return result;
    } finally {
      if (clean) this.#idle.push(lane);
      else lane.close();
    }
  }

  close(): void {
    for (const lane of this.#idle.splice(0)) lane.close();
  }

  #take(credentials: Credentials): Lane | undefined {
    for (let lane = this.#idle.pop(); lane !== undefined; lane = this.#idle.pop()) {
      if (sameCredentials(lane.credentials, credentials)) return lane;
      lane.close(); // signed with credentials of the past
    }
    return undefined;
  }

  async #open(credentials: Credentials): Promise<Lane> {
    const { default: Oss } = await import('ali-oss');
    const { bucket, region, endpoint, timeoutMs, proxyFor } = this.#settings;
    const { accessKeyId, accessKeySecret, securityToken } = credentials;
    const agents = new AgentPool(proxyFor, { keepAlive: true, maxSockets: 1 });
    const options: OSS.Options & {
      readonly sldEnable: boolean;
      readonly agent: HttpAgent;
      readonly httpsAgent: HttpsAgent;
    } = {
      bucket,
      accessKeyId,
      accessKeySecret,
      region: `oss-${region}`, // V4 signs with it even where an endpoint is given
      endpoint: `${endpoint.protocol}://${endpoint.host}`,
      authorizationV4: true,
      cname: endpoint.isCustomDomain,
      // Path style: there is no DNS name bucket.localhost.
      sldEnable: !endpoint.isCustomDomain && /^localhost(:|$)/.test(endpoint.host),
      timeout: Math.min(timeoutMs + 60_000, MAX_TIMER_MS), // ours ends the call first, and without a word on standard error
      agent: agents.agentFor(new URL(`http://${endpoint.host}`)),
      httpsAgent: agents.agentFor(new URL(`https://${endpoint.host}`)) as HttpsAgent, // ali-oss goes direct without it
      ...(securityToken === undefined
        ? {}
        : {
            stsToken: securityToken,
            refreshSTSToken: async () => ({ accessKeyId, accessKeySecret, stsToken: securityToken }),
            refreshSTSTokenInterval: MAX_TIMER_MS, // new credentials open a new lane
          }),
    };
    return { client: new Oss(options), credentials, close: () => agents.destroy() };
  }
}
