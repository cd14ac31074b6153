import type { GalleryClient } from '../gallery/gallery-client.ts';
import { CLIENT_OPTIONS, ImageSearchClient } from '../image-search-client.ts';
import { META_FILE_NAME } from '../meta/meta-lint.ts';
import { keyIn } from '../service/oss-address.ts';
import { atLeast, show } from '../shared/checks.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import { pickOptions } from '../shared/known-options.ts';
import type { ServiceType } from '../shared/service-type.ts';
import type { OssStore } from '../storage/oss-store.ts';
import type { BatchTaskClient } from '../task/batch-task-client.ts';
import type { ImportClient, ImportConnection, ImportSettings } from './import-options.ts';

/** The clients of an import: of the bucket, of batch tasks and of the gallery. */
export interface Services {
  readonly store: OssStore;
  readonly tasks: BatchTaskClient;
  readonly gallery: GalleryClient;
  /**
   * Finds out before any work is done whether it can end well: credentials, instance, bucket, region, and no other
   * task running.
   *
   * @throws {ImageSearchError}
   */
  checkReady(signal: AbortSignal | undefined): Promise<{
    readonly serviceType: ServiceType;
    /** At which the gallery is asked: as the caller says, else as the instance has it. */
    readonly queriesPerSecond: number;
  }>;
  close(): void;
}

/** @throws {TypeError | RangeError} when an option is missing or out of its range, or does not go with `client` */
export function openServices({ connection, address, serviceType }: ImportSettings): Services {
  const client = connection.client ?? newClient(connection, address.bucket);
  if (connection.client !== undefined) checkClient(connection, address.bucket);
  const { store, tasks, gallery, region, instance } = client;
  return {
    ...{ store, tasks, gallery },
    close: () => {
      if (connection.client === undefined) client.close();
    },
    async checkReady(signal) {
      const detail = await gallery.detail({ signal });
      if (detail.region !== '' && detail.region !== region) throw elsewhere(instance, detail.region, region);
      await store.probe(keyIn(address.folder, META_FILE_NAME), { signal });
      await tasks.assertIdle({ signal });
      return {
        serviceType: serviceType ?? detail.serviceType ?? 'product',
        queriesPerSecond: client.connection.rateLimits.rateOf('CheckImageExists') ?? detail.queriesPerSecond,
      };
    },
  };
}

function newClient(connection: ImportConnection, bucket: string): ImageSearchClient {
  const { timeoutMs } = connection;
  const limit = timeoutMs === undefined ? undefined : atLeast(1, 'timeoutMs', timeoutMs);
  const { readTimeoutMs = limit, ossTimeoutMs = limit } = connection;
  const options = pickOptions(connection, CLIENT_OPTIONS); // the options of an import hold more
  return new ImageSearchClient({ ...options, bucket, readTimeoutMs, ossTimeoutMs });
}

const OF_CONNECTION = [
  ...(['region', 'instance', 'credentials', 'endpoint', 'ossEndpoint', 'customDomain', 'network'] as const),
  ...(['ossNetwork', 'proxy', 'timeoutMs', 'connectTimeoutMs', 'readTimeoutMs', 'ossTimeoutMs'] as const),
  ...(['requestsPerSecond', 'resultHosts'] as const),
] satisfies readonly Exclude<keyof ImportConnection, 'client' | 'clock'>[];

function checkClient(connection: ImportClient, bucket: string): void {
  const said = OF_CONNECTION.find((name) => connection[name] !== undefined);
  if (said !== undefined)
    throw new TypeError(
      `Cannot import as '${said}' must not be given beside 'client', which says it already`,
    );
  if (connection.client.store.bucket === bucket) return;
  throw new TypeError(
    `Cannot import as the client's bucket must be that of 'to': current value is ${show(connection.client.store.bucket)}, and not ${show(bucket)}`,
  );
}

const elsewhere = (instance: string, itsRegion: string, region: string) =>
  new ImageSearchError(
    `Cannot import as instance "${instance}" is in region ${itsRegion}: the region given is ${region}`,
    {
      code: 'REGION_MISMATCH',
      advice: `Use region ${itsRegion}, and a bucket in it`,
    },
  );
