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

/** What a request may say to a `TunnelAgent`, among its other options. */
export interface TunnelOptions {
  /** Ends the CONNECT when it aborts: a request that is destroyed does not reach its agent. */
  readonly connectUntil?: AbortSignal | undefined;
}

interface ConnectionOptions extends TunnelOptions {
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
}

type Connected = (error: Error | null, socket?: Duplex) => void;

/** Calls of https through a proxy: one CONNECT for each connection, which is kept for later calls. */
export class TunnelAgent extends HttpsAgent {
  readonly #proxy: ProxyServer;
  readonly #connecting = new Set<ClientRequest>();

  constructor(proxy: ProxyServer, options: HttpsAgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: ConnectionOptions, connected: Connected): undefined {
    const { connectUntil } = options;
    const { url, authorization } = this.#proxy;
    const target = authority(options);
    const connecting = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
      agent: false,
      auth: null, // the header has it
    });
    const abandon = () => void connecting.destroy(new Error('Nobody waits for this connection'));
    connectUntil?.addEventListener('abort', abandon, { once: true });
    this.#connecting.add(connecting);
    const done: Connected = (error, socket) => {
      connectUntil?.removeEventListener('abort', abandon);
      this.#connecting.delete(connecting);
      connected(error, socket);
    };
    connecting.once('error', (error) => done(error));
    connecting.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return done(null, this.#secured(options, socket));
      socket.on('error', () => {}).destroy();
      done(new Error(`${PROXY_REFUSED} ${statusCode}`));
    });
    connecting.end();
  }

  /** Ends connections that are being made, too. */
  override destroy(): void {
    for (const connecting of this.#connecting) connecting.destroy(new Error('The agent is closed'));
    super.destroy();
  }

  #secured(options: ConnectionOptions, socket: Duplex): Duplex | undefined {
    return super.createConnection({ ...options, socket } as HttpsAgentOptions) ?? undefined;
  }
}

/** `addRequest` is how Node hands a request to its agent; the types of Node leave it out. */
const PlainAgent = HttpAgent as unknown as new (
  options: AgentOptions,
) => HttpAgent & { addRequest(request: ClientRequest, options: ConnectionOptions): void };

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

  override addRequest(request: ClientRequest, options: ConnectionOptions): void {
    const { url, authorization } = this.#proxy;
    request.path = `http://${authority(options).replace(/:80$/, '')}${request.path}`; // not by its Host, which may be another
    if (authorization !== undefined) request.setHeader('proxy-authorization', authorization);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const toProxy = { ...options, host, hostname: host, port, lookup: undefined }; // a lookup may be meant for the target alone
    super.addRequest(request, toProxy);
  }

  override createConnection(options: NetConnectOpts & { readonly host?: string }): Duplex {
    return this.#proxy.url.protocol === 'https:'
      ? connectTls({ ...options, servername: options.host })
      : connect(options);
  }
}

const authority = ({ host = '', port }: ConnectionOptions): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;
