import type { GalleryClient } from '../gallery/gallery-client.ts';
import { ImageSearchClient } from '../image-search-client.ts';
import { META_FILE_NAME } from '../meta/meta-lint.ts';
import { keyIn } from '../service/oss-address.ts';
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
   * Finds out before any work is done whether it can end well: credentials, instance, bucket, region, and no other
   * task running.
   *
   * @throws {ImageSearchError}
   */
  checkReady(signal: AbortSignal | undefined): Promise<{ readonly serviceType: ServiceType }>;
  close(): void;
}

/** @throws {TypeError | RangeError} when an option is missing or out of its range */
export function openServices(settings: ImportSettings): Services {
  const { region, instance, credentials, endpoint, ossEndpoint, network, proxy, timeoutMs } = settings;
  const client = new ImageSearchClient({
    ...{ region, instance, credentials, endpoint, ossEndpoint, network, proxy },
    ...{ bucket: settings.address.bucket, readTimeoutMs: timeoutMs, ossTimeoutMs: timeoutMs },
  });
  const { store, tasks, gallery } = client;
  return {
    ...{ store, tasks, gallery },
    close: () => client.close(),
    async checkReady(signal) {
      const detail = await gallery.detail({ signal });
      if (detail.region !== '' && detail.region !== region) throw elsewhere(instance, detail.region, region);
      await store.probe(keyIn(settings.address.folder, META_FILE_NAME), { signal });
      await tasks.assertIdle({ signal });
      return { serviceType: settings.serviceType ?? detail.serviceType ?? 'product' };
    },
  };
}

const elsewhere = (instance: string, itsRegion: string, region: string) =>
  new ImageSearchError(
    `Cannot import as instance "${instance}" is in region ${itsRegion}: the region given is ${region}`,
    {
      code: 'REGION_MISMATCH',
      advice: `Use region ${itsRegion}, and a bucket in it`,
    },
  );
