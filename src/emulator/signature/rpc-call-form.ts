import { verifyAcs3 } from './acs3.ts';
import type { RpcVerification } from './gateway-checks.ts';
import { isRpcV1, type SignedParameters, verifyRpcV1 } from './rpc-v1.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Verdict } from './verdict.ts';

/** Action and version of a call, and how its signature is verified. */
export interface RpcCallForm {
  readonly action: string;
  readonly version: string;
  readonly verify: (context: RpcVerification) => Verdict;
}

/** ACS3 has action and version in headers, the older signature in parameters. A request with neither is held to ACS3. */
export function rpcCallForm(request: SignedRequest, parameters: SignedParameters): RpcCallForm {
  const { method, headers } = request;
  if (headers['authorization'] === undefined && isRpcV1(parameters)) {
    const { Action: action = '', Version: version = '' } = parameters;
    return { action, version, verify: (context) => verifyRpcV1(method, parameters, context) };
  }
  const { 'x-acs-action': action = '', 'x-acs-version': version = '' } = headers;
  return { action, version, verify: (context) => verifyAcs3(request, context) };
}
