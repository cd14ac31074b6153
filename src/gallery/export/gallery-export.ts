import type { ImageSearchService } from '../../service/image-search-service.ts';
import type { Patience } from '../../service/patience.ts';
import { readResultFile } from '../../service/result-file/read-result-file.ts';
import type { ResultHosts } from '../../service/result-file/result-hosts.ts';
import { unreadableFile } from '../../service/result-file/unreadable-file.ts';
import { AsyncFlatMap } from '../../shared/async/async-flat-map.ts';
import { growingDelay } from '../../shared/async/growing-delay.ts';
import { callable, oneOf } from '../../shared/options/checks.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import { WHEN_RUNNING, type WhenRunning } from '../../shared/options/when-running.ts';
import type { GalleryImage } from '../gallery-image.ts';
import { ExportAccount, type ExportSummary } from './export-account.ts';
import { exportBytes } from './export-bytes.ts';
import { ExportCalls } from './export-calls.ts';
import { EXPORT_FILE, readExport } from './read-export.ts';
import { startExport } from './start-export.ts';
import { waitForExport } from './wait-for-export.ts';
import type { ExportBatch } from './written-image.ts';

/** How a gallery is exported. */
export interface ExportOptions {
  /**
   * What to do while another export is running on the instance, which runs one at a time: reject with
   * `Console.TaskAlreadyExist`; wait until it is over; or adopt it, which reads its file. An adopted export has the gallery as
   * it was when somebody else asked for it.
   *
   * @default 'refuse'
   */
  readonly whenRunning?: (typeof WHEN_RUNNING)[number] | undefined;
  /**
   * The wait after the nth poll (from 0), in ms, where the service does not ask for another.
   *
   * @default grows from 1 s to 30 s
   */
  readonly pollDelay?: ((n: number) => number) | undefined;
  /** Aborts the reading, which then rejects with the signal's reason. The export goes on at the service. */
  readonly signal?: AbortSignal | undefined;
}

interface ExportSettings {
  readonly whenRunning: WhenRunning;
  readonly pollDelay: (n: number) => number;
  readonly signal: AbortSignal | undefined;
}

interface ExportServices {
  readonly service: ImageSearchService;
  /** Waits for a service that is away while an export runs. */
  readonly patience: Patience;
  readonly hosts: ResultHosts;
}

/** The images of a gallery, read once from an export, and what became of the lines of its file. */
export class GalleryExport implements AsyncGenerator<GalleryImage, void, void> {
  readonly #account = new ExportAccount();
  readonly #groups: AsyncGenerator<ExportBatch, void, void>;
  readonly #images: AsyncFlatMap<ExportBatch, GalleryImage>;
  readonly #signal: AbortSignal | undefined;
  /** Ends a download that somebody waits for: `return()` alone takes effect only when more bytes have come. */
  readonly #ended = new AbortController();
  #isStopped = false;

  /** @internal */
  constructor(options: ExportOptions, services: ExportServices) {
    knownOptions('export()', options, { whenRunning: true, pollDelay: true, signal: true });
    const { whenRunning = 'refuse', pollDelay = growingDelay, signal } = options;
    oneOf(WHEN_RUNNING, 'whenRunning', whenRunning);
    callable('pollDelay', pollDelay);
    this.#signal = signal;
    const either = AbortSignal.any([this.#ended.signal, ...(signal ? [signal] : [])]);
    this.#groups = this.#batches({ whenRunning, pollDelay, signal: either }, services);
    this.#images = new AsyncFlatMap(this.#groups, (batch) => batch.images()[Symbol.iterator]());
  }

  /** What was read so far: of the whole export, once the images were read to their end. */
  get summary(): ExportSummary {
    return this.#account.summary;
  }

  /**
   * The images as they are read, many at a time, in place of one by one: less has to be awaited.
   *
   * @internal
   */
  batches(): AsyncGenerator<ExportBatch, void, void> {
    return this.#groups;
  }

  /** The next image. Pulls as much of the service's file as that takes. */
  next(): Promise<IteratorResult<GalleryImage, void>> {
    if (this.#signal?.aborted !== true || this.#isStopped) return this.#images.next();
    this.#isStopped = true; // images that are read already are left, and after the error there is none
    return this.throw(this.#signal.reason);
  }

  /** Ends the reading and the connection. */
  return(): Promise<IteratorResult<GalleryImage, void>> {
    this.#ended.abort(new Error('The export is not read on'));
    return this.#images.return();
  }

  /** Closes the file, and rejects with the error. */
  throw(error: unknown): Promise<IteratorResult<GalleryImage, void>> {
    this.#ended.abort(error);
    return this.#images.throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async *#batches(
    { whenRunning, pollDelay, signal }: ExportSettings,
    { service, patience, hosts }: ExportServices,
  ): AsyncGenerator<ExportBatch, void, void> {
    const { clock, agents, readTimeoutMs } = service.connection;
    const calls = new ExportCalls(service, patience);
    const context = { calls, clock, pollDelay, signal };
    const id = await startExport(whenRunning, context);
    this.#account.exportId = id;
    const { url, createdAt } = await waitForExport(id, context);
    this.#account.createdAt = createdAt;
    if (url === undefined) throw unreadableFile(EXPORT_FILE, 'the service gave no URL of it');
    const options = { kind: EXPORT_FILE, hosts, agents, mostSilentMs: readTimeoutMs, signal };
    const freshUrl = async () => (await calls.find(id, signal)).state?.url;
    const bytes = exportBytes(url, (address) => readResultFile(address, options), freshUrl, signal);
    yield* readExport(bytes, this.#account);
    this.#account.assertConserved();
  }
}
