import { parseEndpoint } from '../../service/addresses/endpoint.ts';
import { objectGiven, show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { CLOUD_CALL_OPTIONS, type CloudCallOptions } from './cloud-calls.ts';

/** One of `url`, `connectionString`, or `account` with or without `accountKey`. */
export interface AzureSourceOptions extends CloudCallOptions {
  /** The URL of the container, with a shared access signature unless it is public. Then no `container` is given. */
  readonly url?: string | URL | undefined;
  /** The name of the container. */
  readonly container?: string | undefined;
  /** As Azure's portal shows it: `DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=…`. */
  readonly connectionString?: string | undefined;
  /** The name of the storage account. */
  readonly account?: string | undefined;
  /** The key of the storage account, in Base64. @default the container is read as a public one */
  readonly accountKey?: string | undefined;
  /** `host`, `host:port` or a URL. @default ACCOUNT.blob.core.windows.net */
  readonly endpoint?: string | undefined;
}

const OPTIONS: OptionNames<AzureSourceOptions> = {
  ...{ url: true, container: true, connectionString: true, account: true, accountKey: true, endpoint: true },
  ...CLOUD_CALL_OPTIONS,
};

/** Where a container is, and how it is opened. */
export interface AzureContainer {
  /** With a shared access signature, if it was given with one. */
  readonly url: URL;
  readonly name: string;
  readonly key: { readonly account: string; readonly accountKey: string } | undefined;
}

/** @throws {TypeError} for options that name no container, or more than one, without secrets in the message */
export function azureContainer(options: AzureSourceOptions): AzureContainer {
  objectGiven('the options of an AzureSource, such as { url },', options);
  knownOptions('an AzureSource', options, OPTIONS);
  const { url, container, connectionString, account } = options;
  const given = Object.entries({ url, connectionString, account }).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    throw wrong(
      `one of 'url', 'connectionString' and 'account' must be given`,
      given.length === 0 ? 'none' : given.map(([name]) => name).join(', '),
    );
  if (url !== undefined) {
    if (container !== undefined) throw wrong(`'url' names the container already`, show(container));
    return byUrl(url);
  }
  const name = text('container', container);
  if (connectionString !== undefined) return byConnectionString(connectionString, name);
  return byAccount(options, text('account', account), name);
}

function byUrl(given: string | URL): AzureContainer {
  const form = `'url' must be the URL of a container, https://ACCOUNT.blob.core.windows.net/CONTAINER?SIGNATURE`;
  if (!URL.canParse(String(given))) throw wrong(form, 'no URL');
  const url = new URL(given);
  const segments = url.pathname.split('/').filter((one) => one !== '');
  const name = segments.at(-1);
  // By an address, such as that of an emulator, the account is the first part of the path.
  const most = /^[\d.]+$|^localhost$/.test(url.hostname) ? 2 : 1;
  if (!/^https?:$/.test(url.protocol) || name === undefined || segments.length > most)
    throw wrong(form, show(`${url.origin}${url.pathname}`));
  return { url, name, key: undefined };
}

function byConnectionString(connectionString: string, name: string): AzureContainer {
  const fields: Readonly<Record<string, string>> = Object.fromEntries(
    text('connectionString', connectionString)
      .split(';')
      .map((field) => field.trim())
      .filter((field) => field !== '')
      .map((field) => [field.replace(/=.*/s, '').toLowerCase(), field.replace(/^[^=]*=/s, '')]),
  );
  const { accountname: account, accountkey: accountKey, sharedaccesssignature: signature } = fields;
  const suffix = fields['endpointsuffix'] ?? 'core.windows.net';
  const protocol = fields['defaultendpointsprotocol'] ?? 'https';
  const endpoint = fields['blobendpoint'] ?? `${protocol}://${account}.blob.${suffix}`;
  if ((account === undefined && fields['blobendpoint'] === undefined) || !URL.canParse(endpoint))
    throw wrong(`'connectionString' must have AccountName or BlobEndpoint`, 'a text without');
  const url = containerUrl(new URL(endpoint), name);
  if (signature !== undefined) url.search = signature;
  const key = account !== undefined && accountKey !== undefined ? { account, accountKey } : undefined;
  return { url, name, key };
}

function byAccount(
  { accountKey, endpoint }: AzureSourceOptions,
  account: string,
  name: string,
): AzureContainer {
  const { protocol, host } = parseEndpoint('endpoint', endpoint ?? `${account}.blob.core.windows.net`);
  const url = containerUrl(new URL(`${protocol}://${host}`), name);
  return { url, name, key: accountKey === undefined ? undefined : { account, accountKey } };
}

const containerUrl = (endpoint: URL, name: string): URL =>
  new URL(`${endpoint.href.replace(/\/$/, '')}/${encodeURIComponent(name)}`);

const wrong = (rule: string, value: string) =>
  new TypeError(`Cannot open an AzureSource as ${rule}: current value is ${value}`);
