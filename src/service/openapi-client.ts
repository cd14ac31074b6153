import type OpenApi from '@alicloud/openapi-client';
import type { Credentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';

export interface ClientSettings {
  readonly endpoint: Endpoint;
  readonly region: string;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
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

/** Sends one RPC request, signed with ACS3-HMAC-SHA256, through Alibaba's client, which is loaded at the first call. */
export async function sendRpc(
  settings: ClientSettings,
  credentials: Credentials,
  request: RpcRequest,
): Promise<RpcAnswer> {
  const [module, { RuntimeOptions }] = await Promise.all([
    import('@alicloud/openapi-client'),
    import('@alicloud/tea-util'),
  ]);
  const { Config, Params, OpenApiRequest } = module;
  const { endpoint, region, connectTimeoutMs, readTimeoutMs } = settings;
  const client = new (clientClass(module))(
    new Config({
      ...credentials,
      endpoint: endpoint.host,
      protocol: endpoint.protocol,
      regionId: region,
      connectTimeout: connectTimeoutMs,
      readTimeout: readTimeoutMs, // both, or the client's own three seconds stay for the other
    }),
  );
  const params = new Params({
    action: request.action,
    version: request.version,
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
    new OpenApiRequest({
      query: request.query,
      ...(request.body === undefined ? {} : { body: request.body }),
      headers: { 'x-acs-signature-nonce': request.nonce },
    }),
    new RuntimeOptions({ autoretry: false, connectTimeout: connectTimeoutMs, readTimeout: readTimeoutMs }),
  );
  return answer as unknown as RpcAnswer; // the client types every answer as a bag of any
}

type ClientClass = typeof OpenApi.default;

/** Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself. */
function clientClass({ default: loaded }: { readonly default: unknown }): ClientClass {
  return (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as ClientClass;
}
