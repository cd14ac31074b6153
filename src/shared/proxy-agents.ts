import { type AgentOptions, type ClientRequest, Agent as HttpAgent, request as requestHttp } from 'node:http';
import {
  Agent as HttpsAgent,
  type AgentOptions as HttpsAgentOptions,
  request as requestHttps,
} from 'node:https';
import { connect, type NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { definedOnly } from './defined-only.ts';
import type { ProxyServer } from './proxy.ts';

/** Begins the message of an error when a proxy refused: clients that wrap errors keep only the message. */
export const PROXY_REFUSED = 'PROXY_REFUSED';

/** Options of a request that a `TunnelAgent` reads. */
export interface TunnelOptions {
  /** Ends the CONNECT when it aborts: destroying a request does not end the CONNECT of its agent. */
  readonly connectUntil?: AbortSignal | undefined;
}

interface ConnectionOptions extends TunnelOptions {
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
}

type Connected = (error: Error | null, socket?: Duplex) => void;

/** Sends https calls through a proxy: one CONNECT for each connection, which is kept for later calls. */
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
      headers: definedOnly({ host: target, 'proxy-authorization': authorization }),
      agent: false,
      auth: null, // the header contains it
    });
    const abandon = () => void connecting.destroy(new Error('The request for this connection was aborted'));
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

  /** Also ends connections that are being made. */
  override destroy(): void {
    for (const connecting of this.#connecting) connecting.destroy(new Error('The agent is closed'));
    super.destroy();
  }

  #secured(options: ConnectionOptions, socket: Duplex): Duplex | undefined {
    return super.createConnection({ ...options, socket } as HttpsAgentOptions) ?? undefined;
  }
}

/** Node passes a request to its agent by `addRequest`, which the types of Node lack. */
const PlainAgent = HttpAgent as unknown as new (
  options: AgentOptions,
) => HttpAgent & { addRequest(request: ClientRequest, options: ConnectionOptions): void };

/**
 * Sends http calls through a proxy, by their whole URL: many proxies refuse CONNECT to port 80. Each call has its own connection,
 * because some proxies close a connection after an answer without notice.
 */
export class ForwardAgent extends PlainAgent {
  readonly #proxy: ProxyServer;

  constructor(proxy: ProxyServer, options: AgentOptions) {
    super({ ...options, keepAlive: false });
    this.#proxy = proxy;
  }

  override addRequest(request: ClientRequest, options: ConnectionOptions): void {
    const { url, authorization } = this.#proxy;
    request.path = `http://${authority(options).replace(/:80$/, '')}${request.path}`; // not from the Host header, which may differ
    if (authorization !== undefined) request.setHeader('proxy-authorization', authorization);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const toProxy = { ...options, host, hostname: host, port, lookup: undefined }; // the caller's lookup may be only for the target
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
