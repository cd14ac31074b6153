import { type CredentialSource, profileCredentials } from '../../index.ts';

const { env } = process;

/** The account of a bucket of OSS that is read: of a profile, of the environment, or undefined for the default chain. */
export function ossSourceCredentials(profile: string | undefined): CredentialSource | undefined {
  if (profile !== undefined) return profileCredentials(profile);
  const [accessKeyId, accessKeySecret, securityToken] = SOURCE_VARIABLES.map((name) => env[name]);
  if (accessKeyId && accessKeySecret) return { accessKeyId, accessKeySecret, securityToken };
  const isSet = (name: string) => Boolean(env[name]);
  const given = SOURCE_VARIABLES.find(isSet);
  if (given === undefined) return undefined;
  const missing = SOURCE_VARIABLES.find((name) => !isSet(name));
  throw new TypeError(
    `Cannot read with the account of ${given} as ${missing} is not set: set both, or neither for the account of the target`,
  );
}

/** Id, secret and, of temporary credentials, the token. */
const SOURCE_VARIABLES = [
  'IMAGESEARCH_SOURCE_ACCESS_KEY_ID',
  'IMAGESEARCH_SOURCE_ACCESS_KEY_SECRET',
  'IMAGESEARCH_SOURCE_SECURITY_TOKEN',
] as const;

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
