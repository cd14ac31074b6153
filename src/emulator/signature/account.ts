import type { RamPolicy } from '../../service/ram-policy.ts';

/** The id of the account that the emulator's buckets and instance belong to. */
export const ACCOUNT_ID = '1000000000000000';

/** An identity that may call the emulator. */
export interface Account {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Set for temporary credentials: every request must then carry it. */
  readonly securityToken?: string | undefined;
  /** What it may do. @default everything, as the owner of the account */
  readonly policy?: RamPolicy | undefined;
}

export const findAccount = (accounts: readonly Account[], accessKeyId: string): Account | undefined =>
  accounts.find((account) => account.accessKeyId === accessKeyId);
