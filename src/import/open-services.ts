import type { GalleryClient } from '../gallery/gallery-client.ts';
import { ImageSearchClient } from '../image-search-client.ts';
import { META_FILE_NAME } from '../meta/model/meta-file-name.ts';
import { keyIn } from '../service/oss-address.ts';
import { show } from '../shared/checks.ts';
import { ImageSearchError } from '../shared/image-search-error.ts';
import type { ServiceType } from '../shared/service-type.ts';
import type { OssStore } from '../storage/oss-store.ts';
import type { BatchTaskClient } from '../task/batch-task-client.ts';
import type { ImportSettings } from './import-options.ts';

/** The clients of an import: of the bucket, of batch tasks and of the gallery. */
export interface Services {
  readonly store: OssStore;
  readonly tasks: BatchTaskClient;
  readonly gallery: GalleryClient;
  /**
   * Checks what the import depends on before any work is done: credentials, instance, bucket, region, and that no other
   * task is running.
   *
   * @throws {ImageSearchError}
   */
  checkReady(signal: AbortSignal | undefined): Promise<{
    readonly serviceType: ServiceType;
    /** The pace of questions to the gallery: as the caller says, else as bought with the instance. */
    readonly queriesPerSecond: number;
  }>;
  close(): void;
}

/** @throws {TypeError | RangeError} when an option is missing or out of its range, or does not go with `client` */
export function openServices({ connection, address, serviceType }: ImportSettings): Services {
  const isGiven = 'client' in connection;
  const client = isGiven
    ? checkBucket(connection.client, address.bucket)
    : new ImageSearchClient({ ...connection, bucket: address.bucket });
  const { store, tasks, gallery, region, instance } = client;
  return {
    ...{ store, tasks, gallery },
    close: () => {
      if (!isGiven) client.close();
    },
    async checkReady(signal) {
      const detail = await gallery.detail({ signal });
      if (detail.region !== '' && detail.region !== region)
        throw inOtherRegion(instance, detail.region, region);
      await store.probe(keyIn(address.folder, META_FILE_NAME), { signal });
      await tasks.assertIdle({ signal });
      return {
        serviceType: serviceType ?? detail.serviceType ?? 'product',
        queriesPerSecond: client.connection.rates.rateOf('CheckImageExists') ?? detail.queriesPerSecond,
      };
    },
  };
}

/** @throws {TypeError} when the client holds another bucket, or none */
function checkBucket(client: ImageSearchClient, bucket: string): ImageSearchClient {
  if (client.store.bucket === bucket) return client;
  throw new TypeError(
    `Cannot import as the client's bucket must be that of 'to': current value is ${show(client.store.bucket)}, and not ${show(bucket)}`,
  );
}

const inOtherRegion = (instance: string, itsRegion: string, region: string) =>
  new ImageSearchError(
    `Cannot import as instance "${instance}" is in region ${itsRegion}: the region given is ${region}`,
    {
      code: 'REGION_MISMATCH',
      advice: `Use region ${itsRegion}, and a bucket in it`,
    },
  );
