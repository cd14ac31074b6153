import { type AgentOptions, type ClientRequest, Agent as HttpAgent, request as requestHttp } from 'node:http';
import {
  Agent as HttpsAgent,
  type AgentOptions as HttpsAgentOptions,
  request as requestHttps,
} from 'node:https';
import { connect, type NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { ProxyServer } from './proxy.ts';

/** What a proxy's refusal begins with in an error's message: clients that wrap errors keep nothing but the message. */
export const PROXY_REFUSED = 'PROXY_REFUSED';

interface ConnectionOptions {
  readonly host?: string;
  readonly port?: number | string;
  /** The request that the connection is for. */
  request?: ClientRequest | undefined;
}

type Connected = (error: Error | null, socket?: Duplex) => void;

/** `addRequest` is how Node hands a request to its agent; the types of Node leave it out. */
interface TakesRequests {
  addRequest(request: ClientRequest, options: object): void;
}
const PlainAgent = HttpAgent as unknown as new (options: AgentOptions) => HttpAgent & TakesRequests;
const TlsAgent = HttpsAgent as unknown as new (options: HttpsAgentOptions) => HttpsAgent & TakesRequests;

/**
 * Calls of https through a proxy: one CONNECT for each connection, which is kept for later calls. A CONNECT that no answer
 * comes to ends with the request that waits for it, and with the agent.
 */
export class TunnelAgent extends TlsAgent {
  readonly #proxy: ProxyServer;
  readonly #connecting = new Set<ClientRequest>();

  constructor(proxy: ProxyServer, options: HttpsAgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override addRequest(request: ClientRequest, options: object): void {
    super.addRequest(request, { ...options, request });
  }

  override createConnection(options: ConnectionOptions, connected: Connected): undefined {
    const { request } = options;
    delete options.request; // the agent keeps its options as long as the connection, and the request should not live as long
    const { url, authorization } = this.#proxy;
    const { host = '' } = options;
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
    const connecting = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
      agent: false,
      auth: '', // the header has it
    });
    const abandon = () => void connecting.destroy(new Error('The request is over'));
    request?.once('close', abandon);
    this.#connecting.add(connecting);
    const done: Connected = (error, socket) => {
      request?.removeListener('close', abandon);
      this.#connecting.delete(connecting);
      connected(error, socket);
    };
    connecting.once('error', done);
    connecting.once('connect', ({ statusCode = 0 }, socket) => {
      connecting.removeListener('error', done);
      if (statusCode >= 200 && statusCode < 300) return done(null, this.#secured(options, socket));
      socket.on('error', () => {}).destroy();
      done(new Error(`${PROXY_REFUSED} ${statusCode}`));
    });
    connecting.end();
  }

  override destroy(): void {
    for (const connecting of this.#connecting) connecting.destroy(new Error('The agent is closed'));
    super.destroy();
  }

  #secured(options: ConnectionOptions, socket: Duplex): Duplex | undefined {
    return super.createConnection({ ...options, socket } as HttpsAgentOptions, undefined) ?? undefined;
  }
}

/**
 * Calls of http through a proxy, by their whole URL: many proxies refuse CONNECT to port 80. Each has a connection of its
 * own, since some proxies end theirs after an answer without saying so.
 */
export class ForwardAgent extends PlainAgent {
  readonly #proxy: ProxyServer;

  constructor(proxy: ProxyServer, options: AgentOptions) {
    super({ ...options, keepAlive: false });
    this.#proxy = proxy;
  }

  override addRequest(request: ClientRequest, options: object): void {
    const { url, authorization } = this.#proxy;
    request.path = `http://${request.getHeader('host')}${request.path}`;
    if (authorization !== undefined) request.setHeader('proxy-authorization', authorization);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    super.addRequest(request, { ...options, host, hostname: host, port, lookup: undefined }); // a lookup may be meant for the target alone
  }

  override createConnection(options: NetConnectOpts & { readonly host?: string }): Duplex {
    return this.#proxy.url.protocol === 'https:'
      ? connectTls({ ...options, servername: options.host })
      : connect(options);
  }
}
