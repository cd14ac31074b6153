import { type AgentOptions, type ClientRequest, Agent as HttpAgent, request as requestHttp } from 'node:http';
import {
  Agent as HttpsAgent,
  type AgentOptions as HttpsAgentOptions,
  request as requestHttps,
} from 'node:https';
import { connect, isIP, type NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { definedFields } from '../options/defined-fields.ts';
import type { ProxyServer } from './proxy.ts';

/** Begins the message of an error about a proxy's refusal. It is in the message since clients that wrap errors keep only that. */
export const PROXY_REFUSED = 'PROXY_REFUSED';

/** Options of a request that `TunnelAgent` reads. */
export interface TunnelOptions {
  /** Aborts the CONNECT. A signal is needed since an agent is not notified when its request is destroyed. */
  readonly connectUntil?: AbortSignal | undefined;
}

interface ConnectionOptions extends TunnelOptions {
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
}

type OnConnection = (error: Error | null, socket?: Duplex) => void;

/** Sends https calls through a proxy: opens each connection by CONNECT, and reuses it for later calls. */
export class TunnelAgent extends HttpsAgent {
  readonly #proxy: ProxyServer;
  readonly #connecting = new Set<ClientRequest>();
  readonly #secureContext: HttpsAgentOptions['secureContext'];

  constructor(proxy: ProxyServer, options: HttpsAgentOptions) {
    super(options);
    this.#proxy = proxy;
    this.#secureContext = options.secureContext;
  }

  override createConnection(options: ConnectionOptions, connected: OnConnection): undefined {
    const { connectUntil } = options;
    const { url, authorization } = this.#proxy;
    const target = authority(options);
    const connecting = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'CONNECT',
      path: target,
      headers: definedFields({ host: target, 'proxy-authorization': authorization }),
      agent: false,
      auth: null, // the user is in the header
      servername: serverName(url.hostname), // Node would take the name in the header, which is the target's
      ...(this.#secureContext && { secureContext: this.#secureContext }),
    });
    const abandon = () =>
      void connecting.destroy(new Error('The call that needed this connection has ended'));
    connectUntil?.addEventListener('abort', abandon, { once: true });
    this.#connecting.add(connecting);
    const done: OnConnection = (error, socket) => {
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

  /** Also aborts connections that are being established. */
  override destroy(): void {
    for (const connecting of this.#connecting) connecting.destroy(new Error('The agent is closed'));
    super.destroy();
  }

  #secured(options: ConnectionOptions, socket: Duplex): Duplex | undefined {
    return super.createConnection({ ...options, socket } as HttpsAgentOptions) ?? undefined;
  }
}

/** Node passes a request to its agent by `addRequest`, which the types of Node leave out. */
const PlainAgent = HttpAgent as unknown as new (
  options: AgentOptions,
) => HttpAgent & { addRequest(request: ClientRequest, options: ConnectionOptions): void };

/**
 * Sends http calls through a proxy with the whole URL as the path, since many proxies refuse CONNECT to port 80. Each call has
 * a connection of its own, since some proxies close the connection after an answer without announcing that.
 */
export class ForwardAgent extends PlainAgent {
  readonly #proxy: ProxyServer;

  constructor(proxy: ProxyServer, options: AgentOptions) {
    super({ ...options, keepAlive: false });
    this.#proxy = proxy;
  }

  override addRequest(request: ClientRequest, options: ConnectionOptions): void {
    const { url, authorization } = this.#proxy;
    request.path = `http://${authority(options).replace(/:80$/, '')}${request.path}`; // from the options: the header Host may name another host
    if (authorization !== undefined) request.setHeader('proxy-authorization', authorization);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const toProxy = { ...options, host, hostname: host, port, lookup: undefined }; // the caller's lookup is for the target, not for the proxy
    super.addRequest(request, toProxy);
  }

  override createConnection(options: NetConnectOpts & { readonly host?: string }): Duplex {
    return this.#proxy.url.protocol === 'https:'
      ? connectTls({ ...options, servername: serverName(options.host ?? '') })
      : connect(options);
  }
}

/** The name that a certificate must have; empty for an address, which TLS does not send, and which is checked, too. */
const serverName = (host: string): string => (isIP(host.replace(/^\[|\]$/g, '')) === 0 ? host : '');

const authority = ({ host = '', port }: ConnectionOptions): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;
