import { createHash } from 'node:crypto';
import type OSS from 'ali-oss';
import type { Connection } from '../service/connection.ts';
import { CredentialCache } from '../service/credential-cache.ts';
import type { CredentialSource, Credentials } from '../service/credentials.ts';
import { regionName } from '../service/endpoint.ts';
import { adviceFor } from '../service/error-advice.ts';
import { bucketName } from '../service/oss-address.ts';
import { type CallOptions, signalOf } from '../shared/call-options.ts';
import { atLeast, objectGiven, within } from '../shared/checks.ts';
import { Deadline } from '../shared/deadline.ts';
import { definedFields } from '../shared/defined-fields.ts';
import { ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import { knownOptions, type OptionNames } from '../shared/known-options.ts';
import type { ObjectPart, ObjectRange, ObjectStore, StoredObject } from '../shared/object-store.ts';
import { type ProxyOption, readProxy } from '../shared/proxy.ts';
import { retry } from '../shared/retry.ts';
import { processWait } from '../shared/shortage-wait.ts';
import { type Clock, MAX_TIMER_MS, systemClock } from '../shared/sleep.ts';
import { type CertificateOption, readTrust } from '../shared/trusted-certificates.ts';
import { untilAborted } from '../shared/until-aborted.ts';
import { FileBody } from './file-body.ts';
import { checkKey } from './object-key.ts';
import { OssClientPool } from './oss-client-pool.ts';
import { chooseOssEndpoint, type OSS_NETWORKS } from './oss-endpoint.ts';
import { type OssRoute, ossError } from './oss-error.ts';
import { readPart } from './read-part.ts';

export interface OssStoreOptions {
  readonly bucket: string;
  /** The bucket's region, such as `cn-shanghai`: the instance's too. */
  readonly region: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** `host`, `host:port` or a URL, without the bucket; not together with `network`. @default OSS's host in the region, on the network */
  readonly endpoint?: string | undefined;
  /**
   * Whether `endpoint` is a domain of your own that is bound to the bucket, such as `images.shop.example`. Accounts that
   * took up OSS since 2025-03-20 reach buckets in the Chinese mainland only so, or inside a VPC.
   *
   * @default false
   */
  readonly customDomain?: boolean | undefined;
  /**
   * `public`, oss-REGION.aliyuncs.com; `vpc`, oss-REGION-internal.aliyuncs.com, which is reached from Alibaba Cloud in
   * the same region; `accelerate`, oss-accelerate.aliyuncs.com, or `accelerate-overseas`,
   * oss-accelerate-overseas.aliyuncs.com, when the bucket has transfer acceleration; or `dual-stack`,
   * REGION.oss.aliyuncs.com, which is reached over IPv6, too.
   *
   * @default 'public'
   */
  readonly network?: (typeof OSS_NETWORKS)[number] | undefined;
  /** As `ServiceOptions.proxy`. @default calls go out directly */
  readonly proxy?: ProxyOption | undefined;
  /** As `ServiceOptions.ca`. @default what Node trusts */
  readonly ca?: CertificateOption | undefined;
  /** Time allowed to one request, from connecting to the end of the body, in ms. @default 60_000 */
  readonly timeoutMs?: number | undefined;
  /** The clock for the waits between repeats and for the age of credentials. @default the system's clock */
  readonly clock?: Clock | undefined;
}

const OPTIONS: OptionNames<OssStoreOptions> = {
  ...{ bucket: true, region: true, credentials: true, endpoint: true, customDomain: true, network: true },
  ...{ proxy: true, ca: true, timeoutMs: true, clock: true },
};

/**
 * A bucket in OSS, called by ali-oss with V4 signatures. An upload carries a digest of its bytes, a call is repeated while
 * that is safe, and a call that fails rejects with an `ImageSearchError`.
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
   * @param given options, or an `ImageSearchClient`, whose bucket and credentials the store then uses
   * @throws {TypeError | RangeError} when an option is missing or out of its range
   */
  constructor(given: OssStoreOptions | { readonly connection: Connection; readonly oss: OssStoreOptions }) {
    objectGiven('the options of an OssStore, such as { bucket, region }, or an ImageSearchClient,', given);
    const options = knownOptions('an OssStore', 'connection' in given ? given.oss : given, OPTIONS);
    this.region = regionName(options.region);
    this.bucket = bucketName(options.bucket);
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
      trust: readTrust('ca', options.ca),
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
    const signal = signalOf('put()', options);
    checkKey(key);
    signal?.throwIfAborted();
    if (content instanceof Uint8Array) return this.#putBytes(key, asBuffer(content), signal);
    await using file = await FileBody.open(content.path, { signal, clock: this.#clock });
    if (file.size <= SMALL_BYTES)
      return await this.#putBytes(key, await untilAborted(file.bytes(), signal), signal);
    const md5 = await digest(file.chunks(), signal);
    const { size } = file;
    // ali-oss knows the length of a stream by this option, which its types leave out.
    const put = (oss: OSS) =>
      oss.put(key, file.stream(), { ...withDigest(md5), contentLength: size } as OSS.PutObjectOptions);
    return await this.#put(key, size, signal, put);
  }

  async putIfAbsent(
    key: string,
    content: Uint8Array,
    options: CallOptions = {},
  ): Promise<StoredObject | undefined> {
    const signal = signalOf('putIfAbsent()', options);
    checkKey(key);
    signal?.throwIfAborted();
    try {
      return await this.#putBytes(key, asBuffer(content), signal, { 'x-oss-forbid-overwrite': 'true' });
    } catch (error) {
      if (isImageSearchError(error, 'FileAlreadyExists')) return undefined;
      throw error;
    }
  }

  async read(key: string, range: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const signal = signalOf('read()', options);
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
    const signal = signalOf('head()', options);
    checkKey(key);
    try {
      const { res } = await this.#call(`describe ${this.name}/${key}`, signal, (oss) => oss.head(key));
      const headers = headersOf(res);
      return { key, bytes: Number(headers['content-length'] ?? 0), etag: unquoted(headers['etag']) };
    } catch (error) {
      if (isImageSearchError(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  async delete(key: string, options: CallOptions = {}): Promise<void> {
    const signal = signalOf('delete()', options);
    checkKey(key);
    await this.#call(`delete ${this.name}/${key}`, signal, (oss) => oss.delete(key));
  }

  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<StoredObject, void, void> {
    const signal = signalOf('list()', options);
    for (let next: string | undefined, first = true; first || next; first = false) {
      // ali-oss signs an empty or undefined value in one form and sends it in another.
      const query = definedFields({
        'max-keys': '1000',
        prefix: prefix || undefined,
        'continuation-token': next || undefined,
      });
      const page: ListPage = await this.#call(
        `list ${this.name}/${prefix}`,
        signal,
        (oss) => (oss as unknown as ListsV2).listV2({ ...query }), // see `ListsV2`
      );
      for (const { name, size, etag } of page.objects ?? [])
        yield { key: name, bytes: Number(size), etag: unquoted(etag) };
      next = page.isTruncated ? page.nextContinuationToken : undefined;
    }
  }

  /**
   * Checks that the bucket exists, is in this region, and is open to these credentials.
   *
   * @throws {ImageSearchError} such as `NoSuchBucket`, `InvalidAccessKeyId`, `REGION_MISMATCH`
   */
  async probe(key: string, options: CallOptions = {}): Promise<void> {
    const signal = signalOf('probe()', options);
    try {
      await this.read(key, { offset: 0, length: 1 }, { signal }); // GET: the answer to HEAD is the same for a missing bucket and a missing key
    } catch (error) {
      if (!isImageSearchError(error, 'NoSuchKey')) throw error;
    }
  }

  /** Closes idle connections. Later calls open new ones. */
  close(): void {
    this.#clients.close();
  }

  async #putBytes(
    key: string,
    body: Buffer,
    signal: AbortSignal | undefined,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<StoredObject> {
    const md5 = await digest([body], signal);
    return this.#put(key, body.length, signal, (oss) => oss.put(key, body, withDigest(md5, headers)));
  }

  async #put(
    key: string,
    bytes: number,
    signal: AbortSignal | undefined,
    work: (oss: OSS) => Promise<HasResponse>,
  ): Promise<StoredObject> {
    const { res } = await this.#call(`store ${this.name}/${key}`, signal, work);
    return { key, bytes, etag: unquoted(headersOf(res)['etag']) };
  }

  #call<T extends HasResponse>(
    action: string,
    signal: AbortSignal | undefined,
    work: (oss: OSS) => Promise<T>,
  ): Promise<T> {
    const send = async (credentials: Credentials) => {
      const deadline = new Deadline(this.#timeoutMs, signal); // ali-oss has no time-out for some answers
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
    const clock = this.#clock;
    const once = () => this.#credentials.use(send, signal);
    return retry(() => processWait.run(once, { signal, clock }), { signal, clock });
  }
}

/** `listV2` takes a query by the service's own names, but the types of ali-oss leave those out. */
interface ListsV2 {
  listV2(query: Readonly<Record<string, string>>): Promise<ListPage>;
}

/** The part that is the same in all answers of ali-oss. */
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

/** ali-oss takes any status of 200 for success, even a proxy's login page. Every answer of OSS has a request id. */
const notFromOss = (action: string, httpStatus: number) =>
  new ImageSearchError(`Cannot ${action}: the answer, HTTP ${httpStatus}, did not come from OSS`, {
    code: 'BAD_ANSWER',
    httpStatus,
    ...adviceFor('BAD_ANSWER'),
  });

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

/** A smaller file is faster to read at once than in pieces. Image Search takes no larger image. */
const SMALL_BYTES = 8 * 1024 * 1024;

/** A new object for each try, since ali-oss changes the options. */
const withDigest = (md5: string, headers: Readonly<Record<string, string>> = {}) => ({
  headers: { ...headers, 'Content-MD5': md5 },
});

async function digest(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest('base64');
}
