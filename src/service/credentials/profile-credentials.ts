import type { CredentialSource } from './credentials.ts';

/**
 * The credentials of a profile of `~/.aliyun/config.json`, which `aliyun configure` writes. Its errors show nothing of the
 * file, which holds secrets.
 *
 * @throws {TypeError} when credentials are needed and there is no such profile
 * @example
 * const client = new ImageSearchClient({
 *   region: 'cn-shanghai', instance: 'shop', credentials: profileCredentials('shop'),
 * });
 */
export function profileCredentials(profile: string): CredentialSource {
  let provider: ReturnType<typeof loadProfile> | undefined;
  return {
    async getCredential() {
      try {
        provider ??= loadProfile(profile);
        return await (await provider).getCredentials();
      } catch {
        throw new TypeError(
          `Cannot use the profile "${profile}" as ~/.aliyun/config.json has no such profile, or cannot be read: see "aliyun configure list"`,
        );
      }
    },
  };
}

async function loadProfile(name: string) {
  const loaded = await import('@alicloud/credentials');
  // Node gives an ES module the CommonJS exports object under `default`; a bundler gives the names themselves.
  const { CLIProfileCredentialsProvider } =
    'CLIProfileCredentialsProvider' in loaded
      ? loaded
      : (loaded as { default: typeof import('@alicloud/credentials') }).default;
  return CLIProfileCredentialsProvider.builder().withProfileName(name).build();
}
