/** A key pair, with the token of a temporary one. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

/**
 * A key pair, or anything that hands one out, such as a client of `@alicloud/credentials`. Calls that need one at
 * the same time ask the source once.
 */
export type CredentialSource =
  | Credentials
  | {
      getCredential(): Promise<{
        readonly accessKeyId?: string | undefined;
        readonly accessKeySecret?: string | undefined;
        readonly securityToken?: string | undefined;
        /**
         * When they end: a date, milliseconds since 1970, or text as STS gives it, `2026-11-21T10:00:00Z`. They are used
         * until five minutes before. Without it the source is asked at each call, and keeps them itself if it likes.
         */
        readonly expiration?: Date | number | string | undefined;
      }>;
    };

/** What a source hands out. */
export type IssuedCredentials = Awaited<ReturnType<Exclude<CredentialSource, Credentials>['getCredential']>>;

export const sameCredentials = (one: Credentials, other: Credentials): boolean =>
  one.accessKeyId === other.accessKeyId &&
  one.accessKeySecret === other.accessKeySecret &&
  one.securityToken === other.securityToken;

/**
 * A text of the other side without the secrets, or what else is `hidden`, as they are or encoded for a URL: an answer
 * may repeat what was sent.
 */
export const withoutSecrets = (
  text: string,
  { accessKeySecret, securityToken }: Credentials,
  hidden: readonly (string | undefined)[] = [],
): string =>
  [accessKeySecret, securityToken, ...hidden]
    .flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []))
    .reduce((left, secret) => left.replaceAll(secret, '***'), text);
