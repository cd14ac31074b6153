import { createHash, createHmac } from 'node:crypto';
import { percentEncode } from '../../shared/http/percent-encode.ts';
import { type Account, findAccount } from './account.ts';
import { byText, queryPairs, sameText, splitUrl } from './canonical-text.ts';
import { acceptOnce, type RpcVerification, timeProblem, tokenProblem } from './gateway-checks.ts';
import { gatewayRefusal as refuse } from './gateway-refusals.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Verdict } from './verdict.ts';

const NEEDED = ['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'];
const ALGORITHM = 'ACS3-HMAC-SHA256';

/** Verifies `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…` and the digest of the body. */
export function verifyAcs3(request: SignedRequest, context: RpcVerification): Verdict {
  const { headers } = request;
  const { accounts, clock } = context;
  const authorization = headers['authorization'];
  if (authorization === undefined) return refuse('MissingParameter', 'Authorization');
  const [, accessKeyId, signedHeaders, signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(authorization) ??
    [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) {
    return refuse('IncompleteSignature', 'the Authorization header is malformed');
  }
  const missing = NEEDED.find((name) => !headers[name]);
  if (missing !== undefined) return refuse('MissingParameter', missing);
  const account = findAccount(accounts, accessKeyId);
  if (account === undefined) return refuse('InvalidAccessKeyId.NotFound');

  const unsigned = namesToSign(headers).find((name) => !signedHeaders.split(';').includes(name));
  if (unsigned !== undefined) return refuse('IncompleteSignature', `${unsigned} is not among SignedHeaders`);
  const problem =
    timeProblem(headers['x-acs-date'] ?? '', clock.now()) ??
    tokenProblem(headers['x-acs-security-token'], account);
  if (problem !== undefined) return problem;

  if (!sameText(headers['x-acs-content-sha256'] ?? '', sha256(request.body ?? ''))) {
    return refuse('SignatureDoesNotMatch', 'x-acs-content-sha256 is not the digest of the body');
  }
  const text = stringToSign(request, signedHeaders);
  if (!sameText(hmac(account, text), signature)) return refuse('SignatureDoesNotMatch', text);
  return acceptOnce(account, headers['x-acs-signature-nonce'] ?? '', context);
}

/** The `Authorization` header of a request that has its `x-acs-…` headers already. */
export function acs3Authorization(request: SignedRequest, account: Account): string {
  const { headers } = request;
  const type = headers['content-type'] === undefined ? [] : ['content-type'];
  const signed = [...type, ...namesToSign(headers)].toSorted(byText).join(';');
  const signature = hmac(account, stringToSign(request, signed));
  return `${ALGORITHM} Credential=${account.accessKeyId},SignedHeaders=${signed},Signature=${signature}`;
}

const namesToSign = (headers: SignedRequest['headers']): readonly string[] => [
  'host',
  ...Object.keys(headers).filter((name) => name.startsWith('x-acs-')),
];

function stringToSign(request: SignedRequest, signedHeaders: string): string {
  const { method, url, headers, body = '' } = request;
  const query = queryPairs(url)
    .toSorted((one, other) => byText(one.name, other.name))
    .map(({ name, value }) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
  const lines = signedHeaders.split(';').map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  const canonical = [method, splitUrl(url).path, query, lines.join(''), signedHeaders, sha256(body)].join(
    '\n',
  );
  return `${ALGORITHM}\n${sha256(canonical)}`;
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const hmac = ({ accessKeySecret }: Account, text: string): string =>
  createHmac('sha256', accessKeySecret).update(text).digest('hex');
