import { createHmac } from 'node:crypto';
import { percentEncode } from '../../shared/http/percent-encode.ts';
import { type Account, findAccount } from './account.ts';
import { byText, sameText } from './canonical-text.ts';
import { acceptOnce, type RpcVerification, timeProblem, tokenProblem } from './gateway-checks.ts';
import { gatewayRefusal } from './gateway-refusals.ts';
import type { Verdict } from './verdict.ts';

/** The decoded parameters of a call, from query and form. */
export type SignedParameters = Readonly<Record<string, string | undefined>>;

const NEEDED = 'AccessKeyId Signature SignatureMethod SignatureNonce SignatureVersion Timestamp'.split(' ');

/** Whether a call is signed this way: these parameters have no other meaning. */
export const isRpcV1 = (parameters: SignedParameters): boolean =>
  NEEDED.some((name) => parameters[name] !== undefined);

/** Verifies the older signature of RPC calls: `SignatureVersion=1.0`, over all parameters of query and form. */
export function verifyRpcV1(method: string, parameters: SignedParameters, context: RpcVerification): Verdict {
  const missing = NEEDED.find((name) => !parameters[name]);
  if (missing !== undefined) return gatewayRefusal('MissingParameter', missing);
  const { AccessKeyId = '', Signature = '', SignatureNonce = '', Timestamp = '' } = parameters;
  if (parameters['SignatureMethod'] !== METHOD)
    return gatewayRefusal('IncompleteSignature', `SignatureMethod must be ${METHOD}`);
  if (parameters['SignatureVersion'] !== VERSION)
    return gatewayRefusal('IncompleteSignature', `SignatureVersion must be ${VERSION}`);
  const account = findAccount(context.accounts, AccessKeyId);
  if (account === undefined) return gatewayRefusal('InvalidAccessKeyId.NotFound');
  const problem =
    timeProblem(Timestamp, context.clock.now()) ?? tokenProblem(parameters['SecurityToken'], account);
  if (problem !== undefined) return problem;
  const text = stringToSign(method, parameters);
  if (!sameText(sign(account, text), Signature))
    return gatewayRefusal('SignatureDoesNotMatch', text.slice(0, SHOWN));
  return acceptOnce(account, SignatureNonce, context);
}

/** The `Signature` of a call that has all its other parameters. */
export const rpcV1Signature = (method: string, parameters: SignedParameters, account: Account): string =>
  sign(account, stringToSign(method, parameters));

const METHOD = 'HMAC-SHA1';
const VERSION = '1.0';
/** Most characters of the text to sign that a refusal shows: the text may contain an image. */
const SHOWN = 1024;

function stringToSign(method: string, parameters: SignedParameters): string {
  const pairs = Object.entries(parameters)
    .filter(([name]) => name !== 'Signature')
    .map(([name, value = '']) => [percentEncode(name), percentEncode(value)] as const)
    .toSorted(([one], [other]) => byText(one, other))
    .map(([name, value]) => `${name}=${value}`);
  return [method, percentEncode('/'), percentEncode(pairs.join('&'))].join('&');
}

const sign = ({ accessKeySecret }: Account, text: string): string =>
  createHmac('sha1', `${accessKeySecret}&`).update(text).digest('base64');
