import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type OSS from 'ali-oss';
import type { Connected } from '../service/connection.ts';
import { CredentialCache } from '../service/credential-cache.ts';
import type { CredentialSource } from '../service/credentials.ts';
import { regionName } from '../service/endpoint.ts';
import { adviceFor } from '../service/error-advice.ts';
import { bucketName } from '../service/oss-address.ts';
import { type CallOptions, callOptions } from '../shared/call-options.ts';
import { atLeast, objectGiven, within } from '../shared/checks.ts';
import { Deadline } from '../shared/deadline.ts';
import { definedOnly } from '../shared/defined-only.ts';
import { ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import type { ObjectPart, ObjectRange, ObjectStore, StoredObject } from '../shared/object-store.ts';
import { type ProxyOption, readProxy } from '../shared/proxy.ts';
import { retry } from '../shared/retry.ts';
import { type Clock, MAX_TIMER_MS, systemClock } from '../shared/sleep.ts';
import { untilAborted } from '../shared/until-aborted.ts';
import { checkKey } from './object-key.ts';
import { OssClientPool } from './oss-client-pool.ts';
import { chooseOssEndpoint, type OssNetwork } from './oss-endpoint.ts';
import { type OssRoute, ossError } from './oss-error.ts';
import { readPart } from './read-part.ts';

export interface OssStoreOptions {
  readonly bucket: string;
  /** The bucket's region, such as `cn-shanghai`. The instance must be in the same region. */
  readonly region: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** Host of OSS: `host`, `host:port` or a URL, without the bucket; not together with `network`. @default the region's host on the network */
  readonly endpoint?: string | undefined;
  /**
   * Whether `endpoint` is your own domain, bound to the bucket, such as `images.shop.example`. Accounts that activated OSS
   * since 2025-03-20 need one for buckets in the Chinese mainland, unless they call OSS inside a VPC.
   *
   * @default false
   */
  readonly customDomain?: boolean | undefined;
  /**
   * `public`, oss-REGION.aliyuncs.com; `vpc`, oss-REGION-internal.aliyuncs.com, for machines of Alibaba Cloud in the same
   * region; `accelerate`, oss-accelerate.aliyuncs.com, or `accelerate-overseas`, oss-accelerate-overseas.aliyuncs.com, for
   * buckets with transfer acceleration; or `dual-stack`, REGION.oss.aliyuncs.com, over IPv4 and IPv6.
   *
   * @default 'public'
   */
  readonly network?: OssNetwork | undefined;
  /** As `ServiceOptions.proxy`. @default calls are direct */
  readonly proxy?: ProxyOption | undefined;
  /** Time allowed to one request, connecting and the whole body included, in ms. @default 60_000 */
  readonly timeoutMs?: number | undefined;
  /** The clock for waits between repeats, and for the expiry of credentials. @default the system clock */
  readonly clock?: Clock | undefined;
}

const STORE_OPTIONS: OptionNames<OssStoreOptions> = {
  ...{ bucket: true, region: true, credentials: true, endpoint: true, customDomain: true, network: true },
  ...{ proxy: true, timeoutMs: true, clock: true },
};

/** What `OssStore` takes in place of options: an `ImageSearchClient`, whose bucket and credentials it uses. */
export interface OssConnected extends Connected {
  readonly oss: OssStoreOptions;
}

/**
 * A bucket in OSS, called through ali-oss with V4 signatures. Uploads carry a digest; calls are repeated where that is safe, and
 * reject with an `ImageSearchError`.
 */
export class OssStore implements ObjectStore {
  readonly name: string;
  readonly bucket: string;
  readonly region: string;
  readonly #credentials: CredentialCache;
  readonly #host: string;
  readonly #clients: OssClientPool;
  readonly #route: OssRoute;
  readonly #timeoutMs: number;
  readonly #clock: Clock;

  /**
   * @param given options, or an `ImageSearchClient`
   * @throws {TypeError | RangeError} when an option is missing, unknown or out of its range
   */
  constructor(given: OssStoreOptions | OssConnected) {
    objectGiven('the options of OssStore, such as { bucket, region }, or an ImageSearchClient', given);
    const options = 'connection' in given ? given.oss : knownOptions('OssStore', given, STORE_OPTIONS);
    this.bucket = bucketName(options.bucket);
    this.region = regionName(options.region);
    const { region } = this;
    const endpoint = chooseOssEndpoint(region, options);
    this.#host = endpoint.host;
    this.#timeoutMs = within(1, MAX_TIMER_MS, 'timeoutMs', options.timeoutMs ?? 60_000);
    const proxyFor = readProxy(options.proxy);
    const url = new URL(`${endpoint.protocol}://${endpoint.host}`);
    this.#route = { url, proxy: proxyFor(url) };
    this.#clients = new OssClientPool({
      bucket: this.bucket,
      region,
      endpoint,
      timeoutMs: this.#timeoutMs,
      proxyFor,
    });
    this.#clock = options.clock ?? systemClock;
    this.#credentials =
      'connection' in given
        ? given.connection.credentials
        : new CredentialCache(options.credentials, this.#clock);
    this.name = `oss://${this.bucket}`;
  }

  async put(
    key: string,
    content: Uint8Array | { readonly path: string },
    options: CallOptions = {},
  ): Promise<StoredObject> {
    const { signal } = callOptions('put()', options);
    checkKey(key);
    signal?.throwIfAborted();
    const body = content instanceof Uint8Array ? asBuffer(content) : await smallFile(content.path, signal);
    const { md5, bytes } = await digest(typeof body === 'string' ? createReadStream(body) : [body], signal);
    const { res } = await this.#call(`store ${this.name}/${key}`, signal, (oss) =>
      // New options for each try, because ali-oss changes them.
      oss.put(key, body, { headers: { 'Content-MD5': md5 } }),
    );
    return { key, bytes, etag: unquoted(headersOf(res)['etag']) };
  }

  async read(key: string, range: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const { signal } = callOptions('read()', options);
    checkKey(key);
    atLeast(0, 'offset', range.offset);
    atLeast(1, 'length', range.length);
    try {
      const { bytes, size, etag } = await this.#call(`read ${this.name}/${key}`, signal, (oss) =>
        readPart(oss, key, range, this.#timeoutMs),
      );
      return { bytes, size, etag };
    } catch (error) {
      if (!isImageSearchError(error, 'InvalidRange')) throw error;
      const size = range.offset === 0 ? 0 : (await this.head(key, { signal }))?.bytes;
      if (size === undefined) throw error;
      return { bytes: new Uint8Array(), size };
    }
  }

  async head(key: string, options: CallOptions = {}): Promise<StoredObject | undefined> {
    const { signal } = callOptions('head()', options);
    checkKey(key);
    try {
      const { res } = await this.#call(`look at ${this.name}/${key}`, signal, (oss) => oss.head(key));
      const headers = headersOf(res);
      return { key, bytes: Number(headers['content-length'] ?? 0), etag: unquoted(headers['etag']) };
    } catch (error) {
      if (isImageSearchError(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  async delete(key: string, options: CallOptions = {}): Promise<void> {
    const { signal } = callOptions('delete()', options);
    checkKey(key);
    await this.#call(`delete ${this.name}/${key}`, signal, (oss) => oss.delete(key));
  }

  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<StoredObject, void, void> {
    const { signal } = callOptions('list()', options);
    for (let next: string | undefined, first = true; first || next; first = false) {
      // Without empty values, which ali-oss signs one way and sends another way.
      const query = definedOnly({
        'max-keys': '1000',
        prefix: prefix || undefined,
        'continuation-token': next || undefined,
      });
      const page: ListPage = await this.#call(
        `list ${this.name}/${prefix}`,
        signal,
        (oss) => (oss as unknown as ListsV2).listV2({ ...query }), // its types lack the service's own names
      );
      for (const { name, size, etag } of page.objects ?? [])
        yield { key: name, bytes: Number(size), etag: unquoted(etag) };
      next = page.isTruncated ? page.nextContinuationToken : undefined;
    }
  }

  /**
   * Makes sure that the bucket exists, is in this region, and can be read with these credentials.
   *
   * @throws {ImageSearchError} such as `NoSuchBucket`, `InvalidAccessKeyId`, `REGION_MISMATCH`
   */
  async probe(key: string, options: CallOptions = {}): Promise<void> {
    try {
      await this.read(key, { offset: 0, length: 1 }, options); // a GET: HEAD cannot tell a missing bucket from a missing key
    } catch (error) {
      if (!isImageSearchError(error, 'NoSuchKey')) throw error;
    }
  }

  /** Closes the idle connections. Later calls open new connections. */
  close(): void {
    this.#clients.close();
  }

  #call<T extends HasResponse>(
    action: string,
    signal: AbortSignal | undefined,
    work: (oss: OSS) => Promise<T>,
  ): Promise<T> {
    const once = async () => {
      const credentials = await this.#credentials.current(signal);
      const deadline = new Deadline(this.#timeoutMs, signal); // ali-oss never ends its wait for some answers
      try {
        const answer = await this.#clients.use(credentials, work, deadline.signal);
        if (!headersOf(answer.res)['x-oss-request-id'])
          throw notFromOss(`${action} at ${this.#host}`, answer.res.status);
        return answer;
      } catch (error) {
        signal?.throwIfAborted();
        const cause = deadline.ended(error) ? new Error(`timeout of ${this.#timeoutMs} ms`) : error;
        throw ossError(`${action} at ${this.#host}`, cause, credentials, this.#route);
      } finally {
        deadline.clear();
      }
    };
    return retry(once, { signal, clock: this.#clock });
  }
}

/** `listV2` takes a query by the service's names, which the types of ali-oss lack. */
interface ListsV2 {
  listV2(query: Readonly<Record<string, string>>): Promise<ListPage>;
}

/** The common part of every answer of ali-oss. */
interface HasResponse {
  readonly res: { readonly status: number; readonly headers: object };
}

interface ListPage extends HasResponse {
  readonly objects?: readonly { readonly name: string; readonly size: number; readonly etag: string }[];
  readonly isTruncated?: boolean | undefined;
  readonly nextContinuationToken?: string | undefined;
}

const headersOf = ({ headers }: { readonly headers: object }) =>
  headers as Readonly<Record<string, string | undefined>>;
const unquoted = (etag: string | undefined) => etag?.replace(/^"|"$/g, '');

/** ali-oss takes any 200 for success, also that of a proxy's login page. Every answer of OSS has a request id. */
const notFromOss = (action: string, httpStatus: number) =>
  new ImageSearchError(`Cannot ${action}: it answered HTTP ${httpStatus}, and not as OSS does`, {
    code: 'BAD_ANSWER',
    httpStatus,
    ...adviceFor('BAD_ANSWER'),
  });

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

const SMALL_BYTES = 8 * 1024 * 1024; // more than any image that Image Search takes

/** The content of a small file, so that it is read only once; the path of a large file. */
async function smallFile(path: string, signal: AbortSignal | undefined): Promise<Buffer | string> {
  const { size } = await stat(path);
  return size <= SMALL_BYTES ? untilAborted(readFile(path), signal) : path;
}

async function digest(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<{ md5: string; bytes: number }> {
  const hash = createHash('md5');
  let bytes = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { md5: hash.digest('base64'), bytes };
}
