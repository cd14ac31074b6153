/** A key pair; a temporary key pair has a security token, too. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

/** What `getCredential()` returns. */
export interface IssuedCredentials {
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
  readonly securityToken?: string | undefined;
  /**
   * When the credentials expire: a date, milliseconds since 1970, or text as STS gives it, `2026-11-21T10:00:00Z`. They are
   * used until five minutes before that. Without an expiration the source is asked at each call, and may cache them itself.
   */
  readonly expiration?: Date | number | string | undefined;
}

/**
 * A key pair, or an object that provides one, such as a client of `@alicloud/credentials`. Calls that need credentials at the
 * same time ask the source once.
 */
export type CredentialSource = Credentials | { getCredential(): Promise<IssuedCredentials> };

export const sameCredentials = (one: Credentials, other: Credentials): boolean =>
  one.accessKeyId === other.accessKeyId &&
  one.accessKeySecret === other.accessKeySecret &&
  one.securityToken === other.securityToken;

/**
 * A text from an answer, with the secrets and the `hidden` texts replaced, as they are or encoded for a URL: an answer may
 * repeat what was sent.
 */
export const withoutSecrets = (
  text: string,
  { accessKeySecret, securityToken }: Credentials,
  hidden: readonly (string | undefined)[] = [],
): string =>
  [accessKeySecret, securityToken, ...hidden]
    .flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []))
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
