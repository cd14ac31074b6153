import type OpenApi from '@alicloud/openapi-client';
import { type Credentials, sameCredentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import type { ProxySettings } from './proxy.ts';

export interface ClientSettings {
  readonly endpoint: Endpoint;
  readonly region: string;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly proxy: ProxySettings | undefined;
}

export interface RpcRequest {
  readonly action: string;
  readonly version: string;
  readonly nonce: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>> | undefined;
}

export interface RpcAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came: the client's own reading of JSON hides what went wrong. */
  readonly body: string;
}

/** Sends RPC requests, signed with ACS3-HMAC-SHA256, through Alibaba's client, which is loaded at the first of them. */
export class OpenApiClient {
  readonly #settings: ClientSettings;
  #current: { readonly credentials: Credentials; readonly client: Client } | undefined;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  /** Loads the client, which takes a moment once: before the first call has its turn, or the next one comes too soon after it. */
  async load(): Promise<void> {
    await loaded();
  }

  async send(credentials: Credentials, request: RpcRequest, signal?: AbortSignal): Promise<RpcAnswer> {
    const client = await this.#clientFor(credentials);
    const [{ Params, OpenApiRequest }, { RuntimeOptions }] = await loaded();
    signal?.throwIfAborted(); // loading them took time
    const { endpoint, connectTimeoutMs, readTimeoutMs } = this.#settings;
    const { action, version, nonce, query, body } = request;
    const params = new Params({
      action,
      version,
      protocol: endpoint.protocol,
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      pathname: '/',
      reqBodyType: 'formData',
      bodyType: 'string',
    });
    const answer = await client.callApi(
      params,
      new OpenApiRequest({ query, ...(body && { body }), headers: { 'x-acs-signature-nonce': nonce } }),
      new RuntimeOptions({ autoretry: false, connectTimeout: connectTimeoutMs, readTimeout: readTimeoutMs }),
    );
    return answer as unknown as RpcAnswer; // the client types every answer as a bag of any
  }

  async #clientFor(credentials: Credentials): Promise<Client> {
    if (this.#current !== undefined && sameCredentials(this.#current.credentials, credentials))
      return this.#current.client;
    const client = await alibabaClient(this.#settings, credentials);
    this.#current = { credentials, client };
    return client;
  }
}

const loaded = () => Promise.all([import('@alicloud/openapi-client'), import('@alicloud/tea-util')]);

/** Alibaba's own client with these settings. */
export async function alibabaClient(settings: ClientSettings, credentials: Credentials): Promise<Client> {
  const module = await import('@alicloud/openapi-client');
  const { endpoint, region, connectTimeoutMs, readTimeoutMs, proxy } = settings;
  const config = new module.Config({
    ...credentials,
    ...proxy,
    endpoint: endpoint.host,
    protocol: endpoint.protocol,
    regionId: region,
    connectTimeout: connectTimeoutMs,
    readTimeout: readTimeoutMs, // both, or the client's own three seconds stay for the other
  });
  return new (clientClass(module))(config);
}

type Client = OpenApi.default;
type ClientClass = typeof OpenApi.default;

/** Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself. */
function clientClass({ default: loaded }: { readonly default: unknown }): ClientClass {
  return (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as ClientClass;
}
