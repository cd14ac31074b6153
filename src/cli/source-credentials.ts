import type { CredentialSource } from '../index.ts';

const { env } = process;

/** The account of a bucket of OSS that is read: of a profile, of the environment, or undefined for the default chain. */
export function ossSourceCredentials(profile: string | undefined): CredentialSource | undefined {
  if (profile !== undefined) return profileOf(profile);
  const accessKeyId = env['IMAGESEARCH_SOURCE_ACCESS_KEY_ID'];
  const accessKeySecret = env['IMAGESEARCH_SOURCE_ACCESS_KEY_SECRET'];
  const securityToken = env['IMAGESEARCH_SOURCE_SECURITY_TOKEN'];
  return accessKeyId && accessKeySecret ? { accessKeyId, accessKeySecret, securityToken } : undefined;
}

/** A profile of `~/.aliyun/config.json`. Its errors show nothing of the file, which holds secrets. */
function profileOf(profile: string): CredentialSource {
  let provider: ReturnType<typeof loadProfile> | undefined;
  return {
    async getCredential() {
      try {
        provider ??= loadProfile(profile);
        return await (await provider).getCredentials();
      } catch {
        throw new TypeError(
          `Cannot use the profile "${profile}" of --source-profile as ~/.aliyun/config.json has no such profile, or cannot be read: see "aliyun configure list"`,
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

/** The account of Azure, by the variables of Azure's own command line. */
export function azureAccount(endpoint: string | undefined) {
  const account = env['AZURE_STORAGE_ACCOUNT'];
  const signature = azureSignature();
  const connectionString =
    env['AZURE_STORAGE_CONNECTION_STRING'] ??
    (account && signature
      ? `BlobEndpoint=${endpoint ?? `https://${account}.blob.core.windows.net`};SharedAccessSignature=${signature}`
      : undefined);
  if (connectionString) return { connectionString };
  if (account) return { account, accountKey: env['AZURE_STORAGE_KEY'], endpoint };
  throw new TypeError(
    'Cannot open a container of Azure as its account is not known: set AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN',
  );
}

/** A shared access signature of the environment, without the question mark before it. */
export const azureSignature = (): string | undefined => env['AZURE_STORAGE_SAS_TOKEN']?.replace(/^\?/, '');
