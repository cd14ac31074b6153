import { GalleryClient } from '../gallery/gallery-client.ts';
import type { InstanceDetail } from '../gallery/instance-detail.ts';
import { ImageSearchClient } from '../image-search-client.ts';
import { ImageSearchError } from '../shared/errors/image-search-error.ts';
import type { ObjectStore } from '../shared/objects/object-store.ts';
import { show } from '../shared/options/checks.ts';
import { OssStore } from '../storage/oss-store.ts';
import { checkStore } from '../task/submit/check-meta-file.ts';
import type { ImportSettings } from './import-settings.ts';

/** An instance and its bucket, as an import reaches them: without waiting for them. */
export interface ImportConnection {
  readonly client: ImageSearchClient;
  readonly gallery: GalleryClient;
  /** Undefined where the import has no bucket. */
  readonly bucket: ObjectStore | undefined;
  /** Closes the client, unless the caller gave it. */
  close(): void;
}

/** @throws {TypeError | RangeError} when an option is missing or out of its range, or does not go with `client` or `to` */
export function openConnection({
  connection,
  address,
  store,
  serviceType,
  limits,
  state,
}: Pick<ImportSettings, 'connection' | 'address'> &
  Partial<Pick<ImportSettings, 'store' | 'serviceType' | 'limits' | 'state'>>): ImportConnection {
  const bucketOfState = state?.kind === 'bucket' ? state.address.bucket : undefined;
  const isGiven = 'client' in connection;
  const client = isGiven
    ? connection.client
    : new ImageSearchClient({
        ...connection,
        bucket: (store ? undefined : address?.bucket) ?? bucketOfState,
      });
  const gallery = new GalleryClient({ connection: client.connection, serviceType, limits });
  const bucket = address && (store ?? bucketOf(client, address.bucket));
  if (address !== undefined && bucket !== undefined) checkStore(bucket, address, client.region);
  return {
    ...{ client, gallery, bucket },
    close: () => {
      if (!isGiven) client.close();
    },
  };
}

/** The bucket of a client: that of `to`. @throws {TypeError} when the client holds another bucket, or none */
function bucketOf(client: ImageSearchClient, bucket: string): OssStore {
  if (client.store.bucket === bucket) return client.store;
  throw new TypeError(
    `Cannot import as the client's bucket must be that of 'to': current value is ${show(client.store.bucket)}, and not ${show(bucket)}`,
  );
}

export const isInOtherRegion = ({ region: itsRegion }: InstanceDetail, region: string): boolean =>
  itsRegion !== '' && itsRegion !== region;

/** Checks that the store is there, and open to these credentials. A store of the caller's own is asked for one object. */
export const probe = (store: ObjectStore, key: string, signal: AbortSignal | undefined): Promise<unknown> =>
  store instanceof OssStore ? store.probe(key, { signal }) : store.head(key, { signal });

export const inOtherRegion = (instance: string, itsRegion: string, region: string) =>
  new ImageSearchError(
    `Cannot import as instance "${instance}" is in region ${itsRegion}: the region given is ${region}`,
    {
      code: 'REGION_MISMATCH',
      advice: `Use region ${itsRegion}, and a bucket in it`,
    },
  );
