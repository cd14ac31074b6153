import { type Agent, Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import type { ProxyChoice, ProxyServer } from './proxy.ts';
import { ForwardAgent, TunnelAgent } from './proxy-agents.ts';

/** How long an unused connection stays open, in ms. Servers commonly close theirs after 5 s, so ours must close before. */
export const IDLE_MS = 4_000;

/** Agents for connections to any number of hosts, direct or through the proxy that is chosen for the host. */
export class AgentPool {
  readonly #proxyFor: ProxyChoice;
  readonly #options: AgentOptions;
  readonly #agents = new Map<string, Agent>();

  /** @param options for every agent, such as the number of connections it may open */
  constructor(proxyFor: ProxyChoice, options: AgentOptions) {
    this.#proxyFor = proxyFor;
    this.#options = options;
  }

  /** The agent for a URL of http or https. */
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

  /** Closes the connections that are not in use. Those that are end some seconds after their last call. */
  closeIdle(): void {
    for (const agent of this.#agents.values())
      for (const sockets of Object.values(agent.freeSockets))
        for (const socket of sockets ?? []) socket.destroy();
  }

  /** Closes all connections, including those in use. Later calls open new ones. */
  destroy(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }
}

function openAgent(isTls: boolean, proxy: ProxyServer | undefined, options: AgentOptions): Agent {
  if (isTls) return proxy === undefined ? new HttpsAgent(options) : new TunnelAgent(proxy, options);
  return proxy === undefined ? new HttpAgent(options) : new ForwardAgent(proxy, options);
}
