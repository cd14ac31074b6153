/** An account that may call the emulator. */
export interface Account {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Set for temporary credentials: every request must then carry it. */
  readonly securityToken?: string | undefined;
}

export const findAccount = (accounts: readonly Account[], accessKeyId: string): Account | undefined =>
  accounts.find((account) => account.accessKeyId === accessKeyId);
