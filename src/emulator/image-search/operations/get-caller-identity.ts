import { ACCOUNT_ID } from '../../signature/account.ts';
import type { ServiceOperation } from './rpc-operation.ts';

/** Whose credentials a call has: API STS 2015-04-01, which needs no right. A user is named by the key id. */
export const getCallerIdentity: ServiceOperation = {
  version: '2015-04-01',
  required: {},
  right: undefined,
  run: (_, __, { accessKeyId, policy }) => {
    const isOwner = policy === undefined;
    const userId = isOwner ? ACCOUNT_ID : accessKeyId;
    return {
      IdentityType: isOwner ? 'Account' : 'RAMUser',
      AccountId: ACCOUNT_ID,
      PrincipalId: userId,
      UserId: userId,
      Arn: `acs:ram::${ACCOUNT_ID}:${isOwner ? 'root' : `user/${accessKeyId}`}`,
    };
  },
};
