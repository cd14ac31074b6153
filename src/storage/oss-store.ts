import { createHash, hash } from 'node:crypto';
import type OSS from 'ali-oss';
import { regionName } from '../service/addresses/endpoint.ts';
import { checkKey } from '../service/addresses/object-key.ts';
import { bucketName } from '../service/addresses/oss-address.ts';
import type { Connection } from '../service/connection.ts';
import { CredentialCache } from '../service/credentials/credential-cache.ts';
import { Deadline } from '../shared/async/deadline.ts';
import { type Clock, MAX_TIMER_MS, systemClock } from '../shared/async/sleep.ts';
import { untilAborted } from '../shared/async/until-aborted.ts';
import { isImageSearchError } from '../shared/errors/image-search-error.ts';
import { dateOf } from '../shared/http/date-of.ts';
import { readProxy } from '../shared/http/proxy.ts';
import { readTrust } from '../shared/http/trusted-certificates.ts';
import { unquoted } from '../shared/http/unquoted.ts';
import type {
  NewObject,
  ObjectPart,
  ObjectRange,
  ObjectSource,
  ObjectStore,
  StoredObject,
} from '../shared/objects/object-store.ts';
import { type CallOptions, signalOf } from '../shared/options/call-options.ts';
import { atLeast, objectGiven, within } from '../shared/options/checks.ts';
import { knownOptions } from '../shared/options/known-options.ts';
import { COPY_OPTIONS, cannotCopy, copyConditions } from './copy-conditions.ts';
import { FileBody } from './file-body.ts';
import { listPage, storedObjects } from './list-page.ts';
import { type HasResponse, headersOf, OssCalls } from './oss-calls.ts';
import { OssClientPool } from './oss-client-pool.ts';
import { chooseOssEndpoint } from './oss-endpoint.ts';
import { OSS_STORE_OPTIONS, type OssStoreOptions } from './oss-store-options.ts';
import { OssPut, type SentObject } from './put/oss-put.ts';
import { readPart } from './read-part.ts';
import { sameBytes } from './same-bytes.ts';

/**
 * A bucket in OSS, called with V4 signatures. An upload carries a digest of its bytes, and what OSS says that it stored is
 * compared with it; a call is repeated while that is safe, and a call that fails rejects with an `ImageSearchError`. While OSS
 * refuses calls for being too many, fewer are made at once.
 *
 * @example
 * const store = new OssStore({ bucket: 'my-bucket', region: 'cn-shanghai' });
 * const { etag } = await store.put('spring/1001.jpg', { path: 'photos/1001.jpg' });
 * console.log(etag, (await store.head('spring/1001.jpg'))?.bytes);
 */
export class OssStore implements ObjectStore {
  readonly name: string;
  readonly bucket: string;
  readonly region: string;
  readonly #calls: OssCalls;
  readonly #clients: OssClientPool;
  readonly #puts: OssPut;
  readonly #timeoutMs: number;
  readonly #clock: Clock;

  /**
   * @param given options, or an `ImageSearchClient`, whose bucket and credentials the store then uses
   * @throws {TypeError | RangeError} when an option is missing or out of its range
   */
  constructor(given: OssStoreOptions | { readonly connection: Connection; readonly oss: OssStoreOptions }) {
    objectGiven('the options of an OssStore, such as { bucket, region }, or an ImageSearchClient,', given);
    const options = knownOptions('an OssStore', 'connection' in given ? given.oss : given, OSS_STORE_OPTIONS);
    this.region = regionName(options.region);
    this.bucket = bucketName(options.bucket);
    const { region } = this;
    const endpoint = chooseOssEndpoint(region, options);
    this.#timeoutMs = within(1, MAX_TIMER_MS, 'timeoutMs', options.timeoutMs ?? 60_000);
    const proxyFor = readProxy(options.proxy);
    const url = new URL(`${endpoint.protocol}://${endpoint.host}`);
    const trust = readTrust('ca', options.ca);
    const settings = { bucket: this.bucket, region, endpoint, timeoutMs: this.#timeoutMs, proxyFor, trust };
    this.#clients = new OssClientPool(settings);
    this.#puts = new OssPut(settings);
    this.#clock = options.clock ?? systemClock;
    const credentials =
      'connection' in given
        ? given.connection.credentials
        : new CredentialCache(options.credentials, this.#clock);
    this.#calls = new OssCalls({ credentials, route: { url, proxy: proxyFor(url) }, clock: this.#clock });
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
    if (content instanceof Uint8Array) return await this.#put(sentObject(key, content), signal);
    await using file = await FileBody.open(content.path, { signal, clock: this.#clock });
    const { size } = file;
    if (size <= SMALL_BYTES)
      return await this.#put(sentObject(key, await untilAborted(file.bytes(), signal)), signal);
    const md5 = await digest(file.chunks(), signal);
    return await this.#put({ key, body: () => file.chunks(), bytes: size, md5 }, signal);
  }

  async putIfAbsent(
    key: string,
    content: Uint8Array,
    options: CallOptions = {},
  ): Promise<NewObject | undefined> {
    const signal = signalOf('putIfAbsent()', options);
    checkKey(key);
    try {
      return { ...(await this.#put({ ...sentObject(key, content), onlyNew: true }, signal)), isNew: true };
    } catch (error) {
      if (!isImageSearchError(error, 'FileAlreadyExists')) throw error;
      return await sameBytes(this, key, content, signal); // as after an answer that was lost
    }
  }

  async read(key: string, range: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const signal = signalOf('read()', options);
    checkKey(key);
    atLeast(0, 'offset', range.offset);
    atLeast(1, 'length', range.length);
    try {
      const { bytes, size, etag } = await this.#ask(`read ${this.name}/${key}`, signal, (oss) =>
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

  /** Whether OSS copies objects of a source into this bucket by itself: from a bucket in the same region. */
  canCopyFrom(source: ObjectSource): source is OssStore {
    return source instanceof OssStore && source.region === this.region;
  }

  /**
   * Copies an object inside OSS, without its bytes coming here. This store's credentials must be allowed to read the object,
   * which is compared with the listing by its ETag. OSS copies objects of up to 1 GB so.
   *
   * @param object as `list()` or `head()` of the source describes it
   * @param options `onlyNew`: an object of that key must stay
   * @throws {RangeError} for a source that OSS cannot copy from: see `canCopyFrom()`
   * @throws {ImageSearchError} `PreconditionFailed` when the object was replaced since, `FileAlreadyExists` with `onlyNew`
   * when this bucket has an object of that key, be it from an earlier try whose answer was lost
   */
  async copyFrom(
    source: ObjectSource,
    object: StoredObject,
    key: string,
    options: CallOptions & { readonly onlyNew?: boolean | undefined } = {},
  ): Promise<StoredObject> {
    const { signal } = knownOptions('copyFrom()', options, COPY_OPTIONS);
    if (!this.canCopyFrom(source)) throw cannotCopy(source, this);
    const [from, to] = [checkKey(object.key), checkKey(key)];
    const action = `copy ${source.name}/${from} to ${this.name}/${to}`;
    const { res } = await this.#ask(action, signal, (oss) =>
      oss.copy(to, from, source.bucket, copyConditions(object, options)),
    );
    return { key: to, bytes: object.bytes, etag: unquoted(headersOf(res)['etag']) };
  }

  async head(key: string, options: CallOptions = {}): Promise<StoredObject | undefined> {
    const signal = signalOf('head()', options);
    checkKey(key);
    try {
      const { res } = await this.#ask(`describe ${this.name}/${key}`, signal, (oss) => oss.head(key));
      const headers = headersOf(res);
      const [bytes, etag] = [Number(headers['content-length'] ?? 0), unquoted(headers['etag'])];
      return { key, bytes, etag, modified: dateOf(headers['last-modified']) };
    } catch (error) {
      if (isImageSearchError(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  async delete(key: string, options: CallOptions = {}): Promise<void> {
    const signal = signalOf('delete()', options);
    checkKey(key);
    await this.#ask(`delete ${this.name}/${key}`, signal, (oss) => oss.delete(key));
  }

  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<StoredObject, void, void> {
    const signal = signalOf('list()', options);
    for (let next: string | undefined, first = true; first || next; first = false) {
      const page = await this.#ask(`list ${this.name}/${prefix}`, signal, (oss) =>
        listPage(oss, prefix, next),
      );
      yield* storedObjects(page);
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
    this.#puts.close();
  }

  async #put(object: SentObject, signal: AbortSignal | undefined): Promise<StoredObject> {
    const action = `store ${this.name}/${object.key}`;
    const { stored } = await this.#calls.run(action, signal, (credentials, attempted) =>
      this.#puts.send(attempted, object, credentials, signal),
    );
    return stored;
  }

  /** Makes a call by ali-oss, which has no time-out for some answers. */
  #ask<T extends HasResponse>(
    action: string,
    signal: AbortSignal | undefined,
    work: (oss: OSS) => Promise<T>,
  ): Promise<T> {
    return this.#calls.run(action, signal, async (credentials) => {
      const deadline = new Deadline(this.#timeoutMs, signal);
      try {
        return await this.#clients.use(credentials, work, deadline.signal);
      } catch (error) {
        throw deadline.ended(error) ? new Error(`timeout of ${this.#timeoutMs} ms`) : error;
      } finally {
        deadline.clear();
      }
    });
  }
}

const sentObject = (key: string, body: Uint8Array): SentObject => {
  return { key, body, bytes: body.length, md5: hash('md5', body, 'base64') };
};

/** A smaller file is faster to read at once than in pieces. Image Search takes no larger image. */
const SMALL_BYTES = 8 * 1024 * 1024;

async function digest(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    md5.update(chunk);
  }
  return md5.digest('base64');
}
