import { verifyAcs3 } from './acs3.ts';
import type { RpcVerification } from './gateway-checks.ts';
import { isRpcV1, type SignedParameters, verifyRpcV1 } from './rpc-v1.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Verdict } from './verdict.ts';

/** What a call says of itself, in the form that it is signed in. */
export interface RpcCallForm {
  readonly action: string;
  readonly version: string;
  readonly verify: (context: RpcVerification) => Verdict;
}

/** ACS3 says it in headers, the older signature in parameters. A request that shows neither is held to ACS3. */
export function rpcCallForm(request: SignedRequest, parameters: SignedParameters): RpcCallForm {
  const { method, headers } = request;
  if (headers['authorization'] === undefined && isRpcV1(parameters)) {
    const { Action: action = '', Version: version = '' } = parameters;
    return { action, version, verify: (context) => verifyRpcV1(method, parameters, context) };
  }
  const { 'x-acs-action': action = '', 'x-acs-version': version = '' } = headers;
  return { action, version, verify: (context) => verifyAcs3(request, context) };
}
