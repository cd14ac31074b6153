import type { CredentialSource, Credentials } from './credentials.ts';

type Chain = Exclude<CredentialSource, Credentials>;

/**
 * Alibaba's default chain: environment variables, OIDC, `~/.aliyun/config.json`, `~/.alibabacloud/credentials`, the
 * role of the ECS instance. The chain is loaded at the first call. It caches
 * temporary credentials itself, and does not report when they expire.
 */
export function defaultCredentialChain(): Chain {
  let chain: Promise<Chain> | undefined;
  return {
    getCredential: async () => {
      chain ??= loadChain();
      return (await chain).getCredential();
    },
  };
}

async function loadChain(): Promise<Chain> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/credentials');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  const ChainClass = typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default;
  return new (ChainClass as new () => Chain)();
}
