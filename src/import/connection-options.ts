import type { ImageSearchClient } from '../image-search-client.ts';
import { show } from '../shared/options/checks.ts';
import type { OptionNames } from '../shared/options/known-options.ts';
import type { ClientChoice, OwnConnection } from './import-options.ts';

/** The options that an import hands on to its own client. */
export const CONNECTION_OPTIONS = {
  ...{ region: true, instance: true, credentials: true, endpoint: true, network: true, ossEndpoint: true },
  ...{
    customDomain: true,
    ossNetwork: true,
    proxy: true,
    ca: true,
    connectTimeoutMs: true,
    readTimeoutMs: true,
  },
  ...{ ossTimeoutMs: true, requestsPerSecond: true, resultHosts: true, clock: true },
} satisfies OptionNames<OwnConnection>;

/** The client that the caller gave, or the options of a new one. */
export type ConnectionSettings = { readonly client: ImageSearchClient } | OwnConnection;

/** @throws {TypeError} for a client that is none */
export function checkClient(client: ImageSearchClient | undefined): void {
  if (client === undefined || typeof client?.tasks?.submit === 'function') return;
  throw new TypeError(
    `Cannot import as 'client' must be an ImageSearchClient: current value is ${show(client)}`,
  );
}

/** @throws {TypeError} for an option beside `client` that the client was made with */
export function connectionOf(options: ClientChoice): ConnectionSettings {
  const names = Object.keys(CONNECTION_OPTIONS) as (keyof OwnConnection)[];
  if (options.client === undefined)
    return Object.fromEntries(names.map((name) => [name, options[name]])) as unknown as OwnConnection; // fromEntries forgets the keys
  const given = names.find((name) => name !== 'clock' && options[name] !== undefined);
  if (given === undefined) return { client: options.client };
  throw new TypeError(
    `Cannot import as '${given}' must not be given beside 'client': the client was made with it`,
  );
}
