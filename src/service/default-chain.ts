import type { CredentialSource, Credentials } from './credentials.ts';

type HandsOut = Exclude<CredentialSource, Credentials>;

/**
 * Alibaba's default chain: environment variables, OIDC, `~/.aliyun/config.json`, `~/.alibabacloud/credentials`, the
 * role of the ECS instance. Loaded when first asked. It keeps temporary credentials itself, and tells nobody when they end.
 */
export function defaultChain(): HandsOut {
  let chain: Promise<HandsOut> | undefined;
  return {
    getCredential: async () => {
      chain ??= loadChain();
      return (await chain).getCredential();
    },
  };
}

async function loadChain(): Promise<HandsOut> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/credentials');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  const Chain = typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default;
  return new (Chain as new () => HandsOut)();
}
