import type { Readable } from 'node:stream';
import type { ContainerClient, RequestPolicyFactory } from '@azure/storage-blob';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { AgentPool } from '../../shared/http/agent-pool.ts';
import { unquoted } from '../../shared/http/unquoted.ts';
import type {
  ListedObject,
  ObjectPart,
  ObjectRange,
  ObjectSource,
} from '../../shared/objects/object-store.ts';
import { type CallOptions, signalOf } from '../../shared/options/call-options.ts';
import { atLeast, text } from '../../shared/options/checks.ts';
import { definedFields } from '../../shared/options/defined-fields.ts';
import { azureFailure } from './azure-failure.ts';
import { type AzureContainer, type AzureSourceOptions, azureContainer } from './azure-options.ts';
import { CloudCalls } from './cloud-calls.ts';
import { listedIn } from './listed-in.ts';
import { loadPackage } from './load-package.ts';
import { pastTheEnd } from './past-the-end.ts';
import { badAnswer, partOf } from './range-answer.ts';

/** Keys in one answer of a listing: Azure gives no more. */
const PAGE = 5_000;

/**
 * A container of Azure Blob Storage as a source of images. It needs the package `@azure/storage-blob`, 12.32 for Node 20.
 * Calls that fail reject with an `ImageSearchError`; Azure's codes for a missing blob, a missing container and a changed blob
 * are told as `NoSuchKey`, `NoSuchBucket` and `PreconditionFailed`.
 *
 * @example
 * const source = new AzureSource({ account: 'shop', container: 'photos' });
 * for await (const { key, bytes } of source.list('spring/')) console.log(key, bytes);
 */
export class AzureSource implements ObjectSource {
  readonly name: string;
  readonly #container: AzureContainer;
  readonly #calls: CloudCalls;
  #client: Promise<ContainerClient> | undefined;

  /** @throws {TypeError | RangeError} when an option is missing or out of its range */
  constructor(options: AzureSourceOptions) {
    this.#container = azureContainer(options);
    this.name = `azure://${this.#container.name}`;
    this.#calls = new CloudCalls(new URL(this.#container.url.origin), options, azureFailure);
  }

  async read(key: string, range: ObjectRange, options: CallOptions = {}): Promise<ObjectPart> {
    const signal = signalOf('read()', options);
    const { offset, length, etag } = range;
    text('key', key);
    atLeast(0, 'offset', offset);
    atLeast(1, 'length', length);
    const conditions = etag === undefined ? {} : { ifMatch: `"${etag}"` };
    const action = `read ${this.name}/${key}`;
    try {
      return await this.#calls.run(action, signal, async (abortSignal) => {
        const blob = (await this.#open()).getBlobClient(key);
        const got = await blob.download(offset, length, { abortSignal, conditions, maxRetryRequests: 0 });
        const { contentRange, contentLength } = got;
        const body = got.readableStreamBody as Readable | undefined;
        return partOf(action, { body, contentRange, contentLength, etag: got.etag }, range, abortSignal);
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
        const blob = (await this.#open()).getBlobClient(key);
        const {
          contentLength: bytes,
          etag,
          lastModified: modified,
        } = await blob.getProperties({ abortSignal });
        if (bytes === undefined || etag === undefined) throw badAnswer(action, 'has no length or no ETag');
        return { key, bytes, etag: unquoted(etag), modified };
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

  #page(prefix: string, continuationToken: string | undefined, signal: AbortSignal | undefined) {
    const action = `list ${this.name}/${prefix}`;
    return this.#calls.run(action, signal, async (abortSignal) => {
      const listing = (await this.#open()).listBlobsFlat({
        abortSignal,
        ...definedFields({ prefix: prefix || undefined }),
      });
      const pages = listing.byPage({ maxPageSize: PAGE, ...definedFields({ continuationToken }) });
      const { value: page, done } = await pages.next();
      if (done === true || page.segment?.blobItems === undefined) throw badAnswer(action, 'is no listing');
      const contents = page.segment.blobItems.map(({ name, properties }): ListedObject => {
        const { contentLength: bytes, etag, lastModified: modified } = properties;
        if (bytes === undefined || etag === undefined) throw badAnswer(action, 'has a blob without its size');
        return { key: name, bytes, etag: unquoted(etag), modified };
      });
      return { contents, token: page.continuationToken || undefined };
    });
  }

  #open(): Promise<ContainerClient> {
    this.#client ??= this.#newClient();
    return this.#client;
  }

  async #newClient(): Promise<ContainerClient> {
    const azure = await loadPackage(
      ...(['AZURE_SDK_MISSING', '@azure/storage-blob', () => import('@azure/storage-blob')] as const),
    );
    const { url, key } = this.#container;
    const credential =
      key === undefined
        ? new azure.AnonymousCredential()
        : new azure.StorageSharedKeyCredential(key.account, key.accountKey);
    const pipeline = azure.newPipeline(credential, { retryOptions: { maxTries: 1 } }); // repeats are ours
    pipeline.factories.push(through(this.#calls.agents));
    return new azure.ContainerClient(url.href, pipeline);
  }
}

/** Sends requests by our agents. Otherwise the package would go through the proxy of the environment, unasked. */
const through = (agents: AgentPool): RequestPolicyFactory => ({
  create: (next) => ({
    sendRequest(request) {
      request.agent = agents.agentFor(new URL(request.url));
      return next.sendRequest(request);
    },
  }),
});
