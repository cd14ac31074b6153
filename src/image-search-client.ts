import { GalleryClient } from './gallery/gallery-client.ts';
import { Connection, SERVICE_OPTIONS, type ServiceOptions } from './service/connection.ts';
import { MAX_TIMER_MS } from './shared/async/sleep.ts';
import { objectGiven, within } from './shared/options/checks.ts';
import { knownOptions, type OptionNames } from './shared/options/known-options.ts';
import { chooseOssEndpoint, type OSS_NETWORKS, type OssEndpointOptions } from './storage/oss-endpoint.ts';
import { OssStore } from './storage/oss-store.ts';
import type { OssStoreOptions } from './storage/oss-store-options.ts';
import { BatchTaskClient } from './task/batch-task-client.ts';

/** What an `ImageSearchClient` takes. A misspelt name is an error. */
export interface ImageSearchClientOptions extends ServiceOptions {
  /** The bucket of `store`, in the instance's region. Without a bucket, reading `store` throws. */
  readonly bucket?: string | undefined;
  /** The endpoint of OSS, as `OssStoreOptions.endpoint`. @default OSS's host in the region, on `ossNetwork` or `network` */
  readonly ossEndpoint?: string | undefined;
  /** Whether `ossEndpoint` is a domain of your own that is bound to the bucket, such as `images.shop.example`. @default false */
  readonly customDomain?: boolean | undefined;
  /** How OSS is reached, when it differs from `network`; not together with `ossEndpoint`. @default `network` */
  readonly ossNetwork?: (typeof OSS_NETWORKS)[number] | undefined;
  /** As `OssStoreOptions.timeoutMs`, for calls of OSS, in ms. @default 60_000 */
  readonly ossTimeoutMs?: number | undefined;
  /** As `BatchTaskClientOptions.resultHosts`, for files of failures and of exports. @default only Alibaba's hosts */
  readonly resultHosts?: readonly string[] | undefined;
}

const IMAGE_SEARCH_CLIENT_OPTIONS: OptionNames<ImageSearchClientOptions> = {
  ...SERVICE_OPTIONS,
  ...{ bucket: true, ossEndpoint: true, customDomain: true, ossNetwork: true, ossTimeoutMs: true },
  resultHosts: true,
};

/**
 * Clients for one Image Search instance and its bucket. Options are given once, and the clients share credentials and
 * connections. Other clients can be made from this one: `new GalleryClient(client)`.
 *
 * @example
 * await using client = new ImageSearchClient({ region: 'cn-shanghai', instance: 'shop', bucket: 'my-bucket' });
 * const ref = await client.tasks.submit('oss://my-bucket/spring', { store: client.store });
 */
export class ImageSearchClient implements AsyncDisposable {
  /** Credentials, connections and limits, shared with the clients that are made from this one. */
  readonly connection: Connection;
  /** Batch tasks of the instance. */
  readonly tasks: BatchTaskClient;
  /** The images of the instance. */
  readonly gallery: GalleryClient;
  readonly #oss: OssStoreOptions | undefined;
  readonly #store: OssStore | undefined;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: ImageSearchClientOptions) {
    objectGiven('the options of an ImageSearchClient, such as { region, instance, bucket },', options);
    knownOptions('an ImageSearchClient', options, IMAGE_SEARCH_CLIENT_OPTIONS);
    const { region, bucket, proxy, ca, ossTimeoutMs, clock, resultHosts } = options;
    const oss = ossEndpointOptions(options);
    if (ossTimeoutMs !== undefined) within(1, MAX_TIMER_MS, 'ossTimeoutMs', ossTimeoutMs);
    this.connection = new Connection(options);
    this.tasks = new BatchTaskClient({ connection: this.connection, resultHosts });
    this.gallery = new GalleryClient({ connection: this.connection, resultHosts });
    if (bucket === undefined) return;
    this.#oss = { region, bucket, ...oss, proxy, ca, timeoutMs: ossTimeoutMs, clock };
    this.#store = new OssStore(this);
  }

  /** The region of the instance, such as cn-shanghai. */
  get region(): string {
    return this.connection.region;
  }

  /** The name of the instance. */
  get instance(): string {
    return this.connection.instance;
  }

  /** The bucket. @throws {TypeError} when the client was made without a bucket */
  get store(): OssStore {
    return this.#store ?? this.#missingBucket();
  }

  /** The options of `store`, which `new OssStore(client)` reads. @throws {TypeError} when the client was made without a bucket */
  get oss(): OssStoreOptions {
    return this.#oss ?? this.#missingBucket();
  }

  /** Closes all connections. Later calls open new ones. */
  close(): void {
    this.connection.close();
    this.#store?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #missingBucket(): never {
    throw new TypeError(
      `Cannot use the bucket of the client of instance "${this.instance}" as 'bucket' was not given`,
    );
  }
}

/** The options that `OssStore` needs to reach OSS. Errors name them as the options of this client. */
function ossEndpointOptions(options: ImageSearchClientOptions): OssEndpointOptions {
  const { region, ossEndpoint: endpoint, customDomain, network, ossNetwork } = options;
  const oss = { endpoint, customDomain, network: ossNetwork ?? network };
  chooseOssEndpoint(region, oss, {
    endpoint: 'ossEndpoint',
    network: ossNetwork === undefined ? 'network' : 'ossNetwork',
    customDomain: 'customDomain',
  });
  return oss;
}
