import { createHash, randomUUID } from 'node:crypto';
import { stringify } from 'node:querystring';
import type OpenApiUtil from '@alicloud/openapi-util';
import type { Credentials } from './credentials.ts';

/** A call in the RPC style of Alibaba's OpenAPI. */
export interface RpcCall {
  readonly action: string;
  readonly version: string;
  /** `host` or `host:port`: it is signed, too. */
  readonly host: string;
  readonly query: Readonly<Record<string, string>>;
  /** Sent as a form; undefined for none. */
  readonly body: Readonly<Record<string, string>> | undefined;
}

/** What is sent for a call. Its method is POST. */
export interface SignedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What makes each request another one. */
export interface RequestStamp {
  readonly nonce: string;
  readonly date: Date;
}

type Signer = typeof OpenApiUtil.default;

const ALGORITHM = 'ACS3-HMAC-SHA256';

/** Loads the signer, which takes a moment once: before a call has its turn, or the next one comes too soon after it. */
export async function loadSigner(): Promise<Signer> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/openapi-util');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  return (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as Signer;
}

/** Signs by ACS3-HMAC-SHA256, the same as Alibaba's own client does (`test/contract` compares them). */
export async function signRequest(
  { action, version, host, query, body }: RpcCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
  { nonce, date }: RequestStamp = { nonce: randomUUID(), date: new Date() },
): Promise<SignedRequest> {
  const signer = await loadSigner();
  const form = body === undefined ? '' : stringify(body);
  const digest = createHash('sha256').update(form).digest('hex');
  const headers = {
    host,
    'x-acs-version': version,
    'x-acs-action': action,
    'x-acs-date': `${date.toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': digest,
    accept: 'application/json',
    'user-agent': 'imagesearch-import',
    ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(securityToken && { 'x-acs-accesskey-id': accessKeyId, 'x-acs-security-token': securityToken }),
  };
  const request = { method: 'POST', pathname: '/', query, headers };
  type Signed = Parameters<typeof signer.getAuthorization>[0]; // a class of another package, of which these four count
  const authorization = signer.getAuthorization(
    request as unknown as Signed,
    ALGORITHM,
    digest,
    accessKeyId,
    accessKeySecret,
  );
  const search = stringify(query).replaceAll("'", '%27'); // as it stands in a URL
  return {
    path: search === '' ? '/' : `/?${search}`,
    headers: { ...headers, authorization },
    body: form,
  };
}
