import { isAllowed } from '../access/is-allowed.ts';
import { ACCOUNT_ID, type Account } from '../signature/account.ts';
import type { RpcOperation, RpcParameters } from './operations/rpc-operation.ts';
import { RpcRefusal } from './rpc-refusal.ts';

/** @throws {RpcRefusal} when the policy of the caller does not allow the operation */
export function checkRpcAccess(
  action: string,
  operation: RpcOperation,
  { InstanceName = '' }: RpcParameters,
  { policy }: Account,
  regionId: string,
): void {
  const right =
    'unknownInstance' in operation
      ? {
          action: `imagesearch:${action}`,
          resource: `acs:imagesearch:${regionId}:${ACCOUNT_ID}:instance/${InstanceName}`,
        }
      : operation.right;
  if (right === undefined || isAllowed(policy, right)) return;
  const isOfConsole = 'unknownInstance' in operation && operation.unknownInstance.startsWith('Console.');
  const code = isOfConsole ? 'Console.NoPermission' : 'NoPermission'; // page "Error codes", Jan 21 2026
  throw new RpcRefusal(403, code, 'You are not authorized to do this operation.');
}
