import { hostname } from 'node:os';
import { GalleryClient } from '../gallery/gallery-client.ts';
import { urlSettings } from '../image/url/url-options.ts';
import { Connection } from '../service/connection.ts';
import { affordableConcurrency } from '../shared/files/open-file-limit.ts';
import { atLeast, text } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { OssStore } from '../storage/oss-store.ts';
import type { CallPermits } from './call-permits.ts';
import type { WorkerTools } from './prepare-shard-job.ts';
import { openState } from './state-for-worker.ts';
import type { WorkerOptions } from './worker-options.ts';

/** An image is read from a file and sent over a connection; beside them, the queue and the state have some open. */
const FILE_NEEDS = { perItem: 2, beside: 24 };

const IMAGE_SEARCH_OPTIONS: OptionNames<NonNullable<WorkerOptions['imageSearch']>> = {
  ...{ credentials: true, endpoint: true, network: true, proxy: true, ca: true },
  ...{ connectTimeoutMs: true, readTimeoutMs: true },
};

/** Stands for a region and an instance that the import will name. */
const ANY = 'any';

/** Checks the options first, and opens what is behind them then. */
export function workerTools(
  options: WorkerOptions,
): (permits: CallPermits) => WorkerTools & { close(): void } {
  const { state, oss, imageSearch, store, images, urls } = options;
  const { concurrency = 8, name = `${hostname()}:${process.pid}` } = options;
  const service = knownOptions("the option 'imageSearch'", imageSearch ?? {}, IMAGE_SEARCH_OPTIONS);
  new Connection({ ...service, region: ANY, instance: ANY }).close(); // it checks the options, and opens nothing
  urlSettings(urls);
  if (images !== undefined) text('images', images);
  atLeast(1, 'concurrency', concurrency);
  const openBucket = (bucket: string, region: string) => {
    if (store !== undefined) return { store, close: () => {} };
    const opened = new OssStore({ ...oss, region: oss?.region ?? region, bucket });
    return { store: opened, close: () => opened.close() };
  };
  text('name', name);
  const opened = openState({ state, oss });
  return (permits) => ({
    ...{ ...opened, name, images, urls, openBucket },
    concurrency: affordableConcurrency(concurrency, FILE_NEEDS),
    openGallery: ({ region, instance, requestsPerSecond, serviceType, limits }, confirm) => {
      const options = { ...service, region, instance, requestsPerSecond };
      const connection = new Connection(options, permits.turns(confirm));
      const gallery = new GalleryClient({ connection, serviceType, limits });
      return { gallery, close: () => connection.close() };
    },
  });
}
