import { ImageSearchError } from '../shared/image-search-error.ts';
import { untilAborted } from '../shared/until-aborted.ts';

/** A key pair, with the token of a temporary one. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

/** A key pair, or anything that hands one out, such as a client of `@alicloud/credentials`. */
export type CredentialSource =
  | Credentials
  | {
      getCredential(): Promise<{
        accessKeyId?: string | undefined;
        accessKeySecret?: string | undefined;
        securityToken?: string | undefined;
      }>;
    };

/**
 * The credentials for the next call.
 *
 * @throws {ImageSearchError} `NO_CREDENTIALS`
 */
export async function resolveCredentials(
  source: CredentialSource,
  signal?: AbortSignal,
): Promise<Credentials> {
  try {
    const { accessKeyId, accessKeySecret, securityToken } =
      'getCredential' in source ? await untilAborted(source.getCredential(), signal) : source;
    if (!accessKeyId || !accessKeySecret) throw new Error('The key pair is empty');
    return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ImageSearchError('Cannot find credentials for Alibaba Cloud', {
      code: 'NO_CREDENTIALS',
      advice:
        'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile in ~/.aliyun/config.json',
      cause,
    });
  }
}

export const sameCredentials = (one: Credentials, other: Credentials): boolean =>
  one.accessKeyId === other.accessKeyId &&
  one.accessKeySecret === other.accessKeySecret &&
  one.securityToken === other.securityToken;

/** A text of the other side without the secrets: an answer may repeat what was sent. */
export const withoutSecrets = (text: string, { accessKeySecret, securityToken }: Credentials): string =>
  [accessKeySecret, securityToken].reduce<string>(
    (left, secret) => (secret ? left.replaceAll(secret, '***') : left),
    text,
  );

/**
 * Alibaba's default chain: environment variables, OIDC, `~/.aliyun/config.json`, `~/.alibabacloud/credentials`, the
 * role of the ECS instance. Loaded when first asked.
 */
export function defaultChain(): CredentialSource {
  let chain: Promise<HandsOut> | undefined;
  return {
    getCredential: async () => {
      chain ??= loadChain();
      return (await chain).getCredential();
    },
  };
}

type HandsOut = Exclude<CredentialSource, Credentials>;

async function loadChain(): Promise<HandsOut> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/credentials');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  const Chain = typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default;
  return new (Chain as new () => HandsOut)();
}
