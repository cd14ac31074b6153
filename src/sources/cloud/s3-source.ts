import type { Readable } from 'node:stream';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { parseEndpoint } from '../../service/addresses/endpoint.ts';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { unquoted } from '../../shared/http/unquoted.ts';
import type {
  ListedObject,
  ObjectPart,
  ObjectRange,
  ObjectSource,
} from '../../shared/objects/object-store.ts';
import { type CallOptions, signalOf } from '../../shared/options/call-options.ts';
import { atLeast, objectGiven, show, text } from '../../shared/options/checks.ts';
import { definedFields } from '../../shared/options/defined-fields.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { CLOUD_CALL_OPTIONS, type CloudCallOptions, CloudCalls } from './cloud-calls.ts';
import { listedIn } from './listed-in.ts';
import { loadPackage } from './load-package.ts';
import { pastTheEnd } from './past-the-end.ts';
import { badAnswer, partOf } from './range-answer.ts';
import { s3Failure } from './s3-failure.ts';

/** What an `S3Source` takes. A misspelt name is an error. */
export interface S3SourceOptions extends CloudCallOptions {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The region that requests are signed for. @default 'us-east-1', which services that know no regions take */
  readonly region?: string | undefined;
  /** `host`, `host:port` or a URL, without the bucket. @default Amazon's host in the region */
  readonly endpoint?: string | undefined;
  /** Whether the bucket stands in the path instead of the host, as most servers of one's own want it. @default false */
  readonly pathStyle?: boolean | undefined;
  /** A key pair, a function that gives one, or `'anonymous'` for a public bucket. @default Amazon's default chain */
  readonly credentials?:
    | 'anonymous'
    | S3KeyPair
    | (() => Promise<S3KeyPair & { readonly expiration?: Date }>)
    | undefined;
  /** The profile of `~/.aws` whose account reads, for Amazon's chain. @default what `AWS_PROFILE` says */
  readonly profile?: string | undefined;
}

/** A key pair of S3; temporary credentials have a session token as well. */
export interface S3KeyPair {
  /** The id of the access key. */
  readonly accessKeyId: string;
  /** The secret of the access key, which signs and is never sent. */
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

const OPTIONS: OptionNames<S3SourceOptions> = {
  ...{ bucket: true, region: true, endpoint: true, pathStyle: true, credentials: true, profile: true },
  ...CLOUD_CALL_OPTIONS,
};

/** Keys in one answer of a listing: S3 gives no more. */
const PAGE = 1_000;

/**
 * A bucket of Amazon S3, or of a service that speaks its protocol (Ceph, MinIO, Swift, COS, Qiniu and others), as a source of
 * images. It needs the package `@aws-sdk/client-s3`. Calls that fail reject with an `ImageSearchError` with S3's code.
 *
 * @example
 * const source = new S3Source({ bucket: 'shop', region: 'eu-central-1' });
 * for await (const { key, bytes } of source.list('spring/')) console.log(key, bytes);
 */
export class S3Source implements ObjectSource {
  readonly name: string;
  readonly #options: S3SourceOptions;
  readonly #endpoint: URL;
  readonly #calls: CloudCalls;
  #client: Promise<S3Client> | undefined;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: S3SourceOptions) {
    objectGiven('the options of an S3Source, such as { bucket, region },', options);
    knownOptions('an S3Source', options, OPTIONS);
    const { bucket, region = 'us-east-1', endpoint, pathStyle = false } = options;
    this.name = `s3://${text('bucket', bucket)}`;
    text('region', region);
    if (typeof pathStyle !== 'boolean')
      throw new TypeError(
        `Cannot continue as 'pathStyle' must be true or false: current value is ${show(pathStyle)}`,
      );
    if (
      options.profile !== undefined &&
      text('profile', options.profile) &&
      options.credentials !== undefined
    )
      throw new TypeError(
        "Cannot read S3 as 'profile' and 'credentials' both name an account: give one of them",
      );
    this.#options = Object.freeze({ ...options });
    const { protocol, host } = parseEndpoint('endpoint', endpoint ?? `s3.${region}.amazonaws.com`);
    this.#endpoint = new URL(`${protocol}://${host}`);
    this.#calls = new CloudCalls(this.#endpoint, options, s3Failure);
  }

  async read(key: string, range: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const signal = signalOf('read()', options);
    const { offset, length, etag } = range;
    text('key', key);
    const asked = definedFields({
      Range: `bytes=${atLeast(0, 'offset', offset)}-${offset + atLeast(1, 'length', length) - 1}`,
      IfMatch: etag === undefined ? undefined : `"${etag}"`,
    });
    const action = `read ${this.name}/${key}`;
    try {
      return await this.#calls.run(action, signal, async (inTime) => {
        const { GetObjectCommand } = await loadS3();
        const client = await this.#open();
        const command = new GetObjectCommand({ Bucket: this.#options.bucket, Key: key, ...asked });
        const got = await client.send(command, { abortSignal: inTime });
        const { Body, ContentRange: contentRange, ContentLength: contentLength, ETag } = got;
        const answer = { body: Body as Readable | undefined, contentRange, contentLength, etag: ETag };
        return partOf(action, answer, range, inTime);
      });
    } catch (error) {
      return await pastTheEnd(error, range, () => this.head(key, { signal }));
    }
  }

  async head(key: string, options: CallOptions = {}): Promise<ListedObject | undefined> {
    const signal = signalOf('head()', options);
    text('key', key);
    const action = `describe ${this.name}/${key}`;
    try {
      return await this.#calls.run(action, signal, async (abortSignal) => {
        const { HeadObjectCommand } = await loadS3();
        const client = await this.#open();
        const command = new HeadObjectCommand({ Bucket: this.#options.bucket, Key: key });
        const { ContentLength: bytes, ETag, LastModified } = await client.send(command, { abortSignal });
        if (bytes === undefined || ETag === undefined) throw badAnswer(action, 'has no length or no ETag');
        return { key, bytes, etag: unquoted(ETag), modified: LastModified };
      });
    } catch (error) {
      if (isImageSearchError(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  async *list(prefix: string, options: CallOptions = {}): AsyncGenerator<ListedObject, void, void> {
    const signal = signalOf('list()', options);
    yield* listedIn(`list ${this.name}/${prefix}`, (token) => this.#page(prefix, token, signal));
  }

  /** Closes idle connections. Later calls open new ones. */
  close(): void {
    this.#calls.agents.closeIdle();
  }

  #page(prefix: string, token: string | undefined, signal: AbortSignal | undefined) {
    const action = `list ${this.name}/${prefix}`;
    return this.#calls.run(action, signal, async (abortSignal) => {
      const { ListObjectsV2Command } = await loadS3();
      const client = await this.#open();
      const asked = definedFields({ Prefix: prefix || undefined, ContinuationToken: token });
      const command = new ListObjectsV2Command({
        ...{ Bucket: this.#options.bucket, MaxKeys: PAGE, EncodingType: 'url', ...asked },
      });
      const page = await client.send(command, { abortSignal });
      if (page.IsTruncated === undefined) throw badAnswer(action, 'is no listing');
      if (page.IsTruncated && !page.NextContinuationToken)
        throw badAnswer(action, 'does not say how it goes on');
      const keyOf = page.EncodingType === 'url' ? decodeKey : (key: string) => key;
      const contents = (page.Contents ?? []).map(({ Key, Size, ETag, LastModified }): ListedObject => {
        if (Key === undefined || Size === undefined)
          throw badAnswer(action, 'has an object without its key or size');
        const etag = ETag === undefined ? undefined : unquoted(ETag);
        return { key: keyOf(Key), bytes: Size, etag, modified: LastModified };
      });
      return { contents, token: page.IsTruncated ? page.NextContinuationToken : undefined };
    });
  }

  #open(): Promise<S3Client> {
    this.#client ??= this.#newClient();
    return this.#client;
  }

  async #newClient(): Promise<S3Client> {
    const { S3Client } = await loadS3();
    const { region = 'us-east-1', endpoint, pathStyle = false, credentials, profile } = this.#options;
    const { agents } = this.#calls;
    return new S3Client({
      region,
      forcePathStyle: pathStyle,
      maxAttempts: 1, // repeats are ours
      // Services other than Amazon's refuse or ignore the checksums that this client adds unless told otherwise.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        httpAgent: agents.agentFor(new URL(`http://${this.#endpoint.host}`)),
        httpsAgent: agents.agentFor(new URL(`https://${this.#endpoint.host}`)),
      },
      ...definedFields({ profile }),
      ...(endpoint === undefined ? {} : { endpoint: this.#endpoint.origin }),
      ...(credentials === 'anonymous' ? UNSIGNED : credentials === undefined ? {} : { credentials }),
    });
  }
}

/** Requests of a public bucket. Without a key pair, however empty, the package would look for one. */
const UNSIGNED: Pick<S3ClientConfig, 'signer' | 'credentials'> = {
  signer: { sign: async (request) => request },
  credentials: { accessKeyId: '', secretAccessKey: '' },
};

/** Amazon writes a blank as a plus, others as %20; all of them write a plus as %2B. */
const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll('+', '%20'));

function loadS3(): Promise<typeof import('@aws-sdk/client-s3')> {
  // Else it warns on standard error that later versions will need another Node.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return loadPackage('AWS_SDK_MISSING', '@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'));
}
