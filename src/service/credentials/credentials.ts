/** A key pair; temporary credentials have a security token as well. */
export interface Credentials {
  /** The id of the access key. */
  readonly accessKeyId: string;
  /** The secret of the access key, which signs and is never sent. */
  readonly accessKeySecret: string;
  /** Of temporary credentials. */
  readonly securityToken?: string | undefined;
}

/**
 * A key pair, or an object with `getCredential()`, such as a client of `@alicloud/credentials`. Calls that need credentials at
 * the same time share one request to the source.
 */
export type CredentialSource =
  | Credentials
  | {
      /** Gives keys that are valid now, as a client of `@alicloud/credentials` does. */
      getCredential(): Promise<{
        readonly accessKeyId?: string | undefined;
        readonly accessKeySecret?: string | undefined;
        readonly securityToken?: string | undefined;
        /**
         * When the credentials expire: a date, milliseconds since 1970, or text in the form of STS, `2026-11-21T10:00:00Z`.
         * The credentials are used until five minutes before. Without an expiration the source is asked at each call.
         */
        readonly expiration?: Date | number | string | undefined;
      }>;
    };

/** The answer of `getCredential()`. */
export type IssuedCredentials = Awaited<ReturnType<Exclude<CredentialSource, Credentials>['getCredential']>>;

export const sameCredentials = (one: Credentials, other: Credentials): boolean =>
  one.accessKeyId === other.accessKeyId &&
  one.accessKeySecret === other.accessKeySecret &&
  one.securityToken === other.securityToken;

/**
 * Replaces the secrets and the `hidden` texts, also in the encoding of URLs, in a text that the service sent: an answer may
 * repeat the request.
 */
export const withoutSecrets = (
  text: string,
  { accessKeySecret, securityToken }: Credentials,
  hidden: readonly (string | undefined)[] = [],
): string =>
  [accessKeySecret, securityToken, ...hidden]
    .flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []))
    .reduce((left, secret) => left.replaceAll(secret, '***'), text);
