/** A policy of RAM, Alibaba Cloud's access control, in the form in which RAM takes it. */
export interface RamPolicy {
  readonly Version: '1';
  readonly Statement: readonly RamStatement[];
}

/** The policy of a role that says who may take it. */
export interface RamTrustPolicy {
  readonly Version: '1';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: 'sts:AssumeRole';
    readonly Principal: { readonly Service: readonly string[] };
  }[];
}

/** What a policy allows or denies. */
export interface RamStatement {
  /** A Deny that applies counts before every Allow, and what no statement allows is denied. */
  readonly Effect: 'Allow' | 'Deny';
  /** Such as `oss:GetObject`. `*` is any number of characters, `?` is one. */
  readonly Action: string | readonly string[];
  /** Such as `acs:oss:*:*:my-bucket/spring/*`. */
  readonly Resource: string | readonly string[];
  /** By operator and key: `{ StringLike: { 'oss:Prefix': 'spring/*' } }`. All must hold. */
  readonly Condition?:
    | Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
    | undefined;
}
