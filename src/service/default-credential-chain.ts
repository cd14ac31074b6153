import type { CredentialSource, Credentials } from './credentials.ts';

type CredentialProvider = Exclude<CredentialSource, Credentials>;

/**
 * Alibaba's default chain: environment variables, OIDC, `~/.aliyun/config.json`, `~/.alibabacloud/credentials`, the
 * role of the ECS instance. It is loaded when first used. It caches temporary credentials itself, and does not say when they
 * expire.
 */
export function defaultCredentialChain(): CredentialProvider {
  let chain: Promise<CredentialProvider> | undefined;
  return {
    getCredential: async () => {
      chain ??= loadChain();
      return (await chain).getCredential();
    },
  };
}

async function loadChain(): Promise<CredentialProvider> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/credentials');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  const Chain = typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default;
  return new (Chain as new () => CredentialProvider)();
}
