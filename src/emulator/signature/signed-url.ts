import { encodePath, percentEncode } from '../../shared/http/percent-encode.ts';
import type { Account } from './account.ts';
import { scopeText, signV4, V4_ALGORITHM, v4StringsToSign } from './oss-v4-canonical.ts';
import { v4Date } from './oss-v4-date.ts';

export interface SignedUrlOptions {
  readonly account: Account;
  readonly regionId: string;
  /** When it is signed, in ms since 1970. */
  readonly now: number;
  /** How long it serves, at most seven days. */
  readonly expiresSeconds: number;
  /** @default 'GET' */
  readonly method?: string | undefined;
}

/** A path-style URL under `origin` (`http://127.0.0.1:9000`) that needs no further credentials until it expires. */
export function signedUrl(
  origin: string,
  object: { readonly bucket: string; readonly key: string },
  options: SignedUrlOptions,
): string {
  const { account, regionId, now, expiresSeconds, method = 'GET' } = options;
  const date = v4Date(now);
  const scope = { day: date.slice(0, 8), regionId };
  const parameters = {
    'x-oss-credential': `${account.accessKeyId}/${scopeText(scope)}`,
    'x-oss-date': date,
    'x-oss-expires': String(expiresSeconds),
    'x-oss-security-token': account.securityToken,
    'x-oss-signature-version': V4_ALGORITHM,
  };
  const query = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${percentEncode(value)}`],
  );
  const url = `${encodePath(`/${object.bucket}/${object.key}`)}?${query.join('&')}`;
  const [text] = v4StringsToSign({ method, url, headers: {} }, object, date, scope);
  return `${origin}${url}&x-oss-signature=${signV4(account, scope, text)}`;
}
