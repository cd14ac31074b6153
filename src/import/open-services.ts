import type { GalleryClient } from '../gallery/gallery-client.ts';
import { META_FILE_NAME } from '../meta/model/meta-file-name.ts';
import { keyIn } from '../service/addresses/oss-address.ts';
import type { OperationRates } from '../service/calls/operation-rates.ts';
import { Patience } from '../service/patience.ts';
import type { ServiceType } from '../shared/model/service-type.ts';
import type { ObjectStore } from '../shared/objects/object-store.ts';
import { UrlListSource } from '../sources/urls/url-list-source.ts';
import { patientStore } from '../storage/patient-store.ts';
import type { BatchTaskClient } from '../task/batch-task-client.ts';
import type { ImportSettings } from './import-settings.ts';
import { inOtherRegion, isInOtherRegion, openConnection, probe } from './open-connection.ts';
import { type ImagesAccess, openImages } from './open-images.ts';
import type { Dependency } from './outages.ts';
import type { StatePlace } from './stored/state-place.ts';
import { openPlace } from './stored/stored-state.ts';

/**
 * What an import reaches: the bucket, batch tasks and the gallery. Each waits while its service is away, for `patienceMs` on
 * end, and tells it through `onProgress`.
 */
export interface Services {
  readonly region: string;
  readonly instance: string;
  /** The calls of each operation that the instance allows in a second, as far as they are known. */
  readonly rates: Pick<OperationRates, 'rateOf'>;
  /** Each method waits. Where the import has no bucket, nothing calls it. */
  readonly store: ObjectStore;
  /** Each method waits, and so does reading the failures of a task. */
  readonly tasks: BatchTaskClient;
  /** Throws at once: what asks it waits with `galleryPatience`, so that a question can be told from the gallery. */
  readonly gallery: GalleryClient;
  readonly galleryPatience: Patience;
  /** How images are reached that lie in a source, if they do. */
  readonly images: ImagesAccess | undefined;
  /** Where in a store the state of the import is, if it is in one. */
  readonly place: StatePlace | undefined;
  /**
   * Checks what the import depends on before any work is done: credentials, instance, bucket and region.
   *
   * @throws {ImageSearchError}
   */
  checkReady(options: {
    /** Whether a task may be running, as one of this import may be that is continued. */
    readonly mayRun: boolean;
    /** Whether an earlier run has reached the services: then their addresses are right, and what is unknown now is waited for. */
    readonly wasReached: boolean;
    readonly signal: AbortSignal | undefined;
  }): Promise<{
    readonly serviceType: ServiceType;
    /** The pace of questions to the gallery: as the caller says, else as bought with the instance. */
    readonly queriesPerSecond: number;
    /** Calls of AddImage. */
    readonly addsPerSecond: number;
  }>;
  close(): void;
}

/** @throws {TypeError | RangeError} when an option is missing or out of its range, or does not go with `client` or `to` */
export function openServices(settings: ImportSettings): Services {
  const { folder, serviceType, clock, patienceMs, onAway } = settings;
  const { client, gallery, bucket, close } = openConnection(settings);
  const { region, instance } = client;
  const patienceFor = (dependency: Dependency) =>
    new Patience({ clock, patienceMs, onAway: (away) => onAway(dependency, away) });
  const patience = {
    source: patienceFor('source'),
    store: patienceFor('store'),
    failures: patienceFor('failures'),
    tasks: patienceFor('tasks'),
    gallery: patienceFor('gallery'),
  };
  const store = bucket === undefined ? NO_STORE : patientStore(bucket, patience.store);
  const tasks = client.tasks.patiently(patience.tasks, patience.failures);
  const { state } = settings;
  const opened = state && state.kind !== 'folder' ? openPlace(state, client, patience.store) : undefined;
  return {
    ...{
      region,
      instance,
      rates: client.connection.rates,
      store,
      tasks,
      gallery,
      galleryPatience: patience.gallery,
      images: openImages(settings, bucket, patience),
    },
    place: opened?.place,
    close: () => {
      opened?.close();
      close();
    },
    async checkReady({ mayRun, wasReached, signal }) {
      const { images } = settings;
      if (typeof images !== 'string' && images.source instanceof UrlListSource)
        await images.source.summary({ signal }); // its file is there
      if (wasReached) for (const one of Object.values(patience)) one.noteReached();
      const detail = await patience.gallery.run(() => gallery.detail({ signal }), { signal });
      patience.tasks.noteReached(); // at the same address
      if (isInOtherRegion(detail, region)) throw inOtherRegion(instance, detail.region, region);
      if (bucket !== undefined) {
        const key = keyIn(folder, META_FILE_NAME);
        await patience.store.run(() => probe(bucket, key, signal), { signal });
      }
      if (!mayRun) await tasks.assertIdle({ signal });
      return {
        serviceType: serviceType ?? detail.serviceType ?? 'product',
        queriesPerSecond: client.connection.rates.rateOf('CheckImageExists') ?? detail.queriesPerSecond,
        addsPerSecond: client.connection.rates.rateOf('AddImage') ?? 1,
      };
    },
  };
}

const nothingStored = (): never => {
  throw new Error('Defect in importCatalogue: an import without a bucket stores and reads nothing there');
};

/** The store of an import without a bucket. */
export const NO_STORE: ObjectStore = {
  ...{ name: '', put: nothingStored, read: nothingStored, head: nothingStored },
  ...{ delete: nothingStored, list: nothingStored },
};
