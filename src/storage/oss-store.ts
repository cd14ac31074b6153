import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type OSS from 'ali-oss';
import { type CredentialSource, defaultChain, resolveCredentials } from '../service/credentials.ts';
import { parseEndpoint } from '../service/endpoint.ts';
import { parseOssAddress } from '../service/oss-address.ts';
import { atLeast, text } from '../shared/checks.ts';
import { isImageSearchError } from '../shared/image-search-error.ts';
import { retry } from '../shared/retry.ts';
import { checkKey, type ObjectStore, type StoreCallOptions, type StoredObject } from './object-store.ts';
import { ossError } from './oss-error.ts';
import { OssLanes } from './oss-lanes.ts';

export interface OssStoreOptions {
  readonly bucket: string;
  /** The bucket's region, such as `cn-shanghai`: the instance's too. */
  readonly region: string;
  /** @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** `host`, `host:port` or a URL, without the bucket. @default oss-REGION.aliyuncs.com */
  readonly endpoint?: string | undefined;
  /** For one call, connecting and the whole body included. @default 60_000 */
  readonly timeoutMs?: number;
}

/**
 * A bucket in OSS, through ali-oss with V4 signatures. Every call carries a digest, is repeated while that is safe,
 * and fails with an `ImageSearchError`.
 */
export class OssStore implements ObjectStore {
  readonly name: string;
  readonly #bucket: string;
  readonly #credentials: CredentialSource;
  readonly #lanes: OssLanes;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: OssStoreOptions) {
    const region = text('region', options.region);
    this.#bucket = parseOssAddress(`oss://${options.bucket}`).bucket;
    this.#credentials = options.credentials ?? defaultChain();
    this.#lanes = new OssLanes({
      bucket: this.#bucket,
      region,
      endpoint: parseEndpoint('ossEndpoint', options.endpoint ?? `oss-${region}.aliyuncs.com`),
      timeoutMs: atLeast(1, 'timeoutMs', options.timeoutMs ?? 60_000),
    });
    this.name = `oss://${this.#bucket}`;
  }

  async put(
    key: string,
    content: Uint8Array | { readonly path: string },
    { signal }: StoreCallOptions = {},
  ): Promise<StoredObject> {
    checkKey(key);
    const inMemory = content instanceof Uint8Array;
    const body = inMemory
      ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
      : content.path;
    const { md5, bytes } = await digest(inMemory ? [content] : createReadStream(content.path, { signal }));
    const { res } = await this.#call(`store ${this.name}/${key}`, signal, (oss) =>
      // Fresh options at each try: ali-oss writes into them.
      oss.put(key, body, { headers: { 'Content-MD5': md5 } }),
    );
    return { key, bytes, etag: unquoted(headersOf(res)['etag']) };
  }

  async read(
    key: string,
    { offset, length }: { readonly offset: number; readonly length: number },
    { signal }: StoreCallOptions = {},
  ): Promise<{ bytes: Uint8Array; size: number }> {
    checkKey(key);
    const last = atLeast(0, 'offset', offset) + atLeast(1, 'length', length) - 1;
    // Without the standard behaviour a range beyond the end is answered with the whole object.
    const headers = { Range: `bytes=${offset}-${last}`, 'x-oss-range-behavior': 'standard' };
    try {
      const { content, res } = await this.#call(`read ${this.name}/${key}`, signal, (oss) =>
        oss.get(key, { headers: { ...headers } }),
      );
      const got = content as Buffer;
      const total = /\/(\d+)$/.exec(headersOf(res)['content-range'] ?? '')?.[1];
      if (res.status === 206 && total !== undefined) return { bytes: got, size: Number(total) };
      return { bytes: got.subarray(offset, last + 1), size: got.length };
    } catch (error) {
      if (isImageSearchError(error, 'InvalidRange')) return { bytes: new Uint8Array(), size: offset };
      throw error;
    }
  }

  async head(key: string, { signal }: StoreCallOptions = {}): Promise<StoredObject | undefined> {
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

  async delete(key: string, { signal }: StoreCallOptions = {}): Promise<void> {
    checkKey(key);
    await this.#call(`delete ${this.name}/${key}`, signal, (oss) => oss.delete(key));
  }

  async *list(prefix: string, { signal }: StoreCallOptions = {}): AsyncGenerator<StoredObject, void, void> {
    for (let next: string | undefined, first = true; first || next; first = false) {
      // Only what is set: ali-oss signs an empty value one way and sends it another.
      const query = {
        'max-keys': '1000',
        ...(prefix && { prefix }),
        ...(next && { 'continuation-token': next }),
      };
      const page: ListPage = await this.#call(`list ${this.name}/${prefix}`, signal, (oss) =>
        (oss as unknown as ListsV2).listV2(query),
      );
      for (const { name, size, etag } of page.objects ?? [])
        yield { key: name, bytes: Number(size), etag: unquoted(etag) };
      next = page.isTruncated ? page.nextContinuationToken : undefined;
    }
  }

  /**
   * Makes sure that the bucket is there, in this region and open to these credentials.
   *
   * @throws {ImageSearchError} such as `NoSuchBucket`, `InvalidAccessKeyId`, `REGION_MISMATCH`
   */
  async probe(key: string, options: StoreCallOptions = {}): Promise<void> {
    try {
      await this.read(key, { offset: 0, length: 1 }, options); // a GET: HEAD cannot tell a missing bucket from a missing key
    } catch (error) {
      if (!isImageSearchError(error, 'NoSuchKey')) throw error;
    }
  }

  /** Closes the connections that are kept for the next call. */
  close(): void {
    this.#lanes.close();
  }

  #call<T>(action: string, signal: AbortSignal | undefined, work: (oss: OSS) => Promise<T>): Promise<T> {
    const once = async () => {
      const credentials = await resolveCredentials(this.#credentials, signal);
      try {
        return await this.#lanes.use(credentials, work, signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw ossError(action, error);
      }
    };
    return retry(once, { signal });
  }
}

/** The part of listV2 that its types leave out. */
interface ListsV2 {
  listV2(query: Readonly<Record<string, string>>): Promise<ListPage>;
}

interface ListPage {
  readonly objects?: readonly { readonly name: string; readonly size: number; readonly etag: string }[];
  readonly isTruncated?: boolean;
  readonly nextContinuationToken?: string;
}

const headersOf = ({ headers }: { readonly headers: object }) =>
  headers as Readonly<Record<string, string | undefined>>;
const unquoted = (etag: string | undefined) => etag?.replace(/^"|"$/g, '');

async function digest(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ md5: string; bytes: number }> {
  const hash = createHash('md5');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { md5: hash.digest('base64'), bytes };
}
