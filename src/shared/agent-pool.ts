import { type Agent, Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import type { ProxyChoice, ProxyServer } from './proxy.ts';
import { ForwardAgent, TunnelAgent } from './proxy-agents.ts';

/** How long an idle connection stays open, in ms: less than servers keep idle connections open, commonly 5 s. */
export const IDLE_MS = 4_000;

/** Agents for connections to any number of hosts, direct or through a proxy. */
export class AgentPool {
  readonly #proxyFor: ProxyChoice;
  readonly #options: AgentOptions;
  readonly #agents = new Map<string, Agent>();

  /** @param options the options of every agent, such as how many connections it keeps */
  constructor(proxyFor: ProxyChoice, options: AgentOptions) {
    this.#proxyFor = proxyFor;
    this.#options = options;
  }

  /** The agent for an http or https URL. */
  agentFor(target: URL): Agent {
    const proxy = this.#proxyFor(target);
    const key = `${target.protocol} ${proxy?.name}`;
    const agent = this.#agents.get(key) ?? openAgent(target.protocol === 'https:', proxy, this.#options);
    this.#agents.set(key, agent);
    return agent;
  }

  proxyFor(target: URL): ProxyServer | undefined {
    return this.#proxyFor(target);
  }

  /** Closes all connections, also connections in use. Later calls open new connections. */
  destroy(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }
}

function openAgent(isTls: boolean, proxy: ProxyServer | undefined, options: AgentOptions): Agent {
  if (isTls) return proxy === undefined ? new HttpsAgent(options) : new TunnelAgent(proxy, options);
  return proxy === undefined ? new HttpAgent(options) : new ForwardAgent(proxy, options);
}
