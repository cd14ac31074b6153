import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { assertFile } from '../../shared/files/regular-file.ts';
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
      await checkFiles();
      chain ??= loadChain();
      return (await chain).getCredential();
    },
  };
}

/**
 * Looks at the files of the chain before it reads them: it would wait for ever for a named pipe.
 *
 * @throws {NotAFile}
 */
async function checkFiles(): Promise<void> {
  const { env } = process;
  if (env['ALIBABA_CLOUD_ACCESS_KEY_ID'] && env['ALIBABA_CLOUD_ACCESS_KEY_SECRET']) return; // they come first
  const shared = env['ALIBABA_CLOUD_CREDENTIALS_FILE'] || join(homedir(), '.alibabacloud/credentials');
  const paths = [env['ALIBABA_CLOUD_OIDC_TOKEN_FILE'], join(homedir(), '.aliyun/config.json'), shared];
  for (const path of paths) {
    const found = path && (await stat(path).catch(() => undefined)); // the chain passes over files that cannot be read
    if (path && found) assertFile(path, found);
  }
}

async function loadChain(): Promise<Chain> {
  const { default: loaded }: { default: unknown } = await import('@alicloud/credentials');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself.
  const ChainClass = typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default;
  return new (ChainClass as new () => Chain)();
}
