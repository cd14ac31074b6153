import { createHash, randomUUID } from 'node:crypto';
import { stringify } from 'node:querystring';
import type OpenApiUtil from '@alicloud/openapi-util';
import { definedFields } from '../../shared/options/defined-fields.ts';
import type { Credentials } from '../credentials/credentials.ts';

/** A call in the RPC style of Alibaba's OpenAPI. */
export interface RpcCall {
  readonly action: string;
  readonly version: string;
  /** `host` or `host:port`. The signature covers it. */
  readonly host: string;
  readonly query: Readonly<Record<string, string>>;
  /** Sent as a form; undefined when the request has no form. */
  readonly body: Readonly<Record<string, string>> | undefined;
}

/** A request to send by POST. */
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

/** Loads the signer. Call it before waiting for the rate limit, since loading would delay the first call after its turn. */
export async function loadSigner(): Promise<Signer> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/openapi-util');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  return (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as Signer;
}

/** Signs a call by ACS3-HMAC-SHA256, as Alibaba's own client does: `test/contract` compares both. */
export async function signRequest(
  { action, version, host, query, body }: RpcCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
  { nonce, date }: RequestStamp = { nonce: randomUUID(), date: new Date() },
): Promise<SignedRequest> {
  const signer = await loadSigner();
  const form = body === undefined ? '' : stringify(body);
  const digest = createHash('sha256').update(form).digest('hex');
  const headers = definedFields({
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
  type Signed = Parameters<typeof signer.getAuthorization>[0]; // a class of another package; the signer reads these four fields
  const authorization = signer.getAuthorization(
    request as unknown as Signed,
    ALGORITHM,
    digest,
    accessKeyId,
    accessKeySecret,
  );
  const search = stringify(query).replaceAll("'", '%27'); // as a URL has it
  return {
    path: search === '' ? '/' : `/?${search}`,
    headers: { ...headers, authorization },
    body: form,
  };
}
