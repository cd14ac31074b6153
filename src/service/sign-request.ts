import { createHash, randomUUID } from 'node:crypto';
import { stringify } from 'node:querystring';
import type OpenApiUtil from '@alicloud/openapi-util';
import { definedOnly } from '../shared/defined-only.ts';
import type { Credentials } from './credentials.ts';

/** A call in the RPC style of Alibaba's OpenAPI. */
export interface RpcCall {
  readonly action: string;
  readonly version: string;
  /** `host` or `host:port`. The signature covers it. */
  readonly host: string;
  readonly query: Readonly<Record<string, string>>;
  /** Sent as a form; undefined when the call has no body. */
  readonly body: Readonly<Record<string, string>> | undefined;
}

/** The request that is sent for a call, by POST. */
export interface SignedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What makes each request unique. */
export interface RequestStamp {
  readonly nonce: string;
  readonly date: Date;
}

type Signer = typeof OpenApiUtil.default;

const ALGORITHM = 'ACS3-HMAC-SHA256';

/** Loads the signer. The first load takes time, so it is done before a call waits for its turn, not after. */
export async function loadSigner(): Promise<Signer> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/openapi-util');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  return (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as Signer;
}

/** Signs by ACS3-HMAC-SHA256, as Alibaba's own client does (`test/contract` compares the two). */
export async function signRequest(
  { action, version, host, query, body }: RpcCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
  { nonce, date }: RequestStamp = { nonce: randomUUID(), date: new Date() },
): Promise<SignedRequest> {
  const signer = await loadSigner();
  const form = body === undefined ? '' : stringify(body);
  const digest = createHash('sha256').update(form).digest('hex');
  const headers = definedOnly({
    host,
    'x-acs-version': version,
    'x-acs-action': action,
    'x-acs-date': `${date.toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': digest,
    accept: 'application/json',
    'user-agent': 'imagesearch-import',
    'content-type': body === undefined ? undefined : 'application/x-www-form-urlencoded',
    'x-acs-accesskey-id': securityToken ? accessKeyId : undefined,
    'x-acs-security-token': securityToken || undefined,
  });
  const request = { method: 'POST', pathname: '/', query, headers };
  type Signed = Parameters<typeof signer.getAuthorization>[0]; // a class of another package, of which only these four properties are used
  const authorization = signer.getAuthorization(
    request as unknown as Signed,
    ALGORITHM,
    digest,
    accessKeyId,
    accessKeySecret,
  );
  const search = stringify(query).replaceAll("'", '%27'); // as URLs encode it
  return {
    path: search === '' ? '/' : `/?${search}`,
    headers: { ...headers, authorization },
    body: form,
  };
}
