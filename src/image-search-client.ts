import { GalleryClient } from './gallery/gallery-client.ts';
import { Connection, type ServiceOptions } from './service/connection.ts';
import { objectGiven, within } from './shared/checks.ts';
import { MAX_TIMER_MS } from './shared/sleep.ts';
import { chooseOssEndpoint, type OSS_NETWORKS, type OssEndpointOptions } from './storage/oss-endpoint.ts';
import { OssStore, type OssStoreOptions } from './storage/oss-store.ts';
import { BatchTaskClient } from './task/batch-task-client.ts';

export interface ImageSearchClientOptions extends ServiceOptions {
  /** The bucket of `store`, in the instance's region. @default none: `store` is then not to be had */
  readonly bucket?: string | undefined;
  /** Of OSS, as `OssStoreOptions.endpoint`. @default that of the region on `ossNetwork` or `network` */
  readonly ossEndpoint?: string | undefined;
  /** Whether `ossEndpoint` is a domain of your own that is bound to the bucket, such as `images.shop.example`. @default false */
  readonly customDomain?: boolean | undefined;
  /** The way to OSS alone, where it is another one; not together with `ossEndpoint`. @default that of `network` */
  readonly ossNetwork?: (typeof OSS_NETWORKS)[number] | undefined;
  /** For one call of OSS, in ms. @default 60_000 */
  readonly ossTimeoutMs?: number | undefined;
  /** As `BatchTaskClientOptions.resultHosts`. @default none but Alibaba's */
  readonly resultHosts?: readonly string[] | undefined;
}

/**
 * One Image Search instance and its bucket: credentials, networks, proxy and time limits are said once, credentials are asked
 * for once, and connections are shared. Other clients can be made from it: `new GalleryClient(client)`.
 *
 * @example
 * await using client = new ImageSearchClient({ region: 'cn-shanghai', instance: 'shop', bucket: 'my-bucket' });
 * const ref = await client.tasks.submit('oss://my-bucket/spring', { store: client.store });
 */
export class ImageSearchClient implements AsyncDisposable {
  /** What clients that are made from this one share. */
  readonly connection: Connection;
  readonly tasks: BatchTaskClient;
  readonly gallery: GalleryClient;
  readonly #oss: OssStoreOptions | undefined;
  readonly #store: OssStore | undefined;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: ImageSearchClientOptions) {
    const { region, bucket, proxy, ossTimeoutMs, clock, resultHosts } = objectGiven(
      'options such as { region, instance, bucket }',
      options,
    );
    const way = wayToOss(options);
    if (ossTimeoutMs !== undefined) within(1, MAX_TIMER_MS, 'ossTimeoutMs', ossTimeoutMs);
    this.connection = new Connection(options);
    this.tasks = new BatchTaskClient({ connection: this.connection, resultHosts });
    this.gallery = new GalleryClient(this);
    if (bucket === undefined) return;
    this.#oss = { region, bucket, ...way, proxy, timeoutMs: ossTimeoutMs, clock };
    this.#store = new OssStore(this);
  }

  get region(): string {
    return this.connection.region;
  }

  /** The name of the instance. */
  get instance(): string {
    return this.connection.instance;
  }

  /** @throws {TypeError} when the client was made without a bucket */
  get store(): OssStore {
    return this.#store ?? this.#missingBucket();
  }

  /** The options of `store`, for another one in the same bucket: `new OssStore(client)`. @throws {TypeError} as `store` */
  get oss(): OssStoreOptions {
    return this.#oss ?? this.#missingBucket();
  }

  /** Ends the connections that are open. Later calls open new ones. */
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

/** The way to OSS as `OssStore` takes it; what is wrong with it is told by the names that the options have here. */
function wayToOss(options: ImageSearchClientOptions): OssEndpointOptions {
  const { region, ossEndpoint: endpoint, customDomain, network, ossNetwork } = options;
  const way = { endpoint, customDomain, network: ossNetwork ?? network };
  chooseOssEndpoint(region, way, {
    endpoint: 'ossEndpoint',
    network: ossNetwork === undefined ? 'network' : 'ossNetwork',
    customDomain: 'customDomain',
  });
  return way;
}
