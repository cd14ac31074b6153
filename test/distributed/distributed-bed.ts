import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeImage } from '../../samples/make-images.ts';
import { runOnBullMq, startWorker, type WorkerOptions } from '../../src/distributed/index.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { FolderStore, type ImportOptions } from '../../src/index.ts';
import { into } from '../flow/import-test-bed.ts';

const PROGRAM = fileURLToPath(new URL('./worker-process.mjs', import.meta.url));

/** So long a worker may be silent in tests, in ms. */
export const LOCK_MS = 1_500;

/** What a worker's process says. */
export interface Said {
  readonly stage: 'started' | 'begun' | 'going on' | 'done' | 'failed';
  readonly shard?: number;
  readonly rows?: number;
}

/** An import with a folder of images and a state of its own, and workers for it. */
export class DistributedBed implements AsyncDisposable {
  readonly folder: string;
  readonly #emulator: Emulator;
  readonly #connection: string;
  readonly #name: string;
  readonly #children = new Set<ChildProcess>();

  private constructor(emulator: Emulator, connection: string, folder: string) {
    this.#emulator = emulator;
    this.#connection = connection;
    this.folder = folder;
    this.#name = folder.slice(-6);
  }

  static async open(emulator: Emulator, connection: string, images: number): Promise<DistributedBed> {
    const folder = await mkdtemp(join(tmpdir(), 'distributed-'));
    const bed = new DistributedBed(emulator, connection, folder);
    await mkdir(bed.images);
    const image = await makeImage({ format: 'png', width: 120, height: 100 });
    for (let n = 0; n < images; n++) await writeFile(join(bed.images, `${n}.png`), image);
    return bed;
  }

  get images(): string {
    return join(this.folder, 'images');
  }

  get stateStore(): FolderStore {
    return new FolderStore(join(this.folder, 'state'));
  }

  rows(count: number) {
    return Array.from({ length: count }, (_, n) => ({ productId: `${this.#name}-${n}`, image: `${n}.png` }));
  }

  /** The product's numbers in the gallery, in order. */
  inGallery(): number[] {
    const own = this.#emulator.gallery().filter(({ ProductId }) => ProductId.startsWith(`${this.#name}-`));
    return own
      .map(({ ProductId }) => Number(ProductId.slice(this.#name.length + 1)))
      .toSorted((a, b) => a - b);
  }

  importOptions(more: Partial<ImportOptions> = {}): ImportOptions {
    return {
      ...into(this.#emulator, this.#name),
      ...{ images: this.images, linesPerTask: 4, leaseMs: 1_000 },
      state: { store: this.stateStore, prefix: 'state' },
      run: runOnBullMq({ connection: this.#connection }),
      ...more,
    } as ImportOptions;
  }

  /**
   * What a process needs that coordinates an import of so many entries.
   *
   * @param requestsPerSecond as of an import: the documented pace makes it take long
   */
  coordinator(entries: number, shards: number, requestsPerSecond: ImportOptions['requestsPerSecond']) {
    const { clock: _, ...target } = into(this.#emulator, this.#name);
    const own = {
      images: this.images,
      linesPerTask: Math.ceil(entries / shards),
      leaseMs: 1_000,
      retries: 2,
      requestsPerSecond,
    };
    return {
      ...{ name: this.#name, entries, options: { ...target, ...own } },
      ...{ connection: this.#connection, stateFolder: join(this.folder, 'state') },
    };
  }

  #workerOptions() {
    const { regionId, ossEndpoint, imageSearchEndpoint, accessKeyId, accessKeySecret } = this.#emulator;
    const credentials = { accessKeyId, accessKeySecret };
    const oss = { region: regionId, endpoint: ossEndpoint, credentials };
    const imageSearch = { endpoint: imageSearchEndpoint, credentials };
    return { connection: this.#connection, oss, imageSearch, lockMs: LOCK_MS };
  }

  /** A worker in this process. */
  worker(more: Partial<WorkerOptions> = {}) {
    const state = { store: this.stateStore, prefix: 'state' };
    return startWorker({ ...this.#workerOptions(), state, ...more });
  }

  /** A worker in a process of its own; `hear` gets what it says. */
  async workerProcess(
    more: { readonly poison?: string; readonly stillMs?: number; readonly cwd?: string } = {},
    hear: (said: Said, child: ChildProcess) => void = () => {},
  ): Promise<ChildProcess> {
    const stateFolder = join(this.folder, 'state');
    const { cwd, ...how } = more;
    const argument = { ...this.#workerOptions(), stateFolder, bucket: this.#emulator.bucketName, ...how };
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(argument)], {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    const lines = createInterface({ input: child.stdout });
    const started = once(lines, 'line');
    lines.on('line', (line) => hear(JSON.parse(line) as Said, child));
    await started;
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
