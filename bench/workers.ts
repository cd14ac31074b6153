import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderStore, importCatalogue } from 'imagesearch-import';
import { runOnBullMq } from 'imagesearch-import/distributed';
import type { Emulator } from 'imagesearch-import/emulator';
import { startRedis } from '../test/support/queue-servers.ts';
import { type Figure, rounded } from './figure.ts';
import { makeManyImages, writeCatalogue } from './many-images.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LATENCY_MS = 20;

/** How much sooner the shards of an import are prepared by 2 and by 4 workers than by 1, where a store takes 20 ms to answer. */
export const benchWorkers = () => figuresOf(16, 50, 3);

/** The same of 20,000 images, which takes a quarter of an hour. */
export const benchWorkers20k = () => figuresOf(200, 100, 1);

async function* figuresOf(
  shards: number,
  images: number,
  rounds: number,
): AsyncGenerator<Figure, void, void> {
  const by = (workers: number) => async () => ({ seconds: await secondsOf(workers, shards, images) });
  const middle = await interleaved(rounds, { one: by(1), two: by(2), four: by(4) });
  const one = middle('one', 'seconds');
  yield {
    ...{ name: `1 worker, ${shards} shards of ${images}`, value: one, unit: 's' },
    against: { name: 'the latency alone', value: (shards * images * LATENCY_MS) / 1_000 },
  };
  for (const [name, workers, least] of [
    ['two', 2, 1.8],
    ['four', 4, 3.2],
  ] as const)
    yield {
      ...{ name: `${workers} workers against 1`, unit: 'times' },
      value: rounded(one / middle(name, 'seconds')),
      against: { name: 'at least', value: least },
    };
}

/**
 * The seconds from when the first worker begins until the last one is done. Each sends one image after the other, so the store's
 * latency is what takes the time, and neither its processor nor that of the emulator, which has a process of its own.
 *
 * @param images of each shard
 */
async function secondsOf(workers: number, shards: number, images: number): Promise<number> {
  await using folder = await temporaryFolder();
  await using redis = await startRedis();
  const children: ChildProcess[] = [];
  const start = (program: string, argument: string) => {
    const path = fileURLToPath(new URL(program, import.meta.url));
    const child = spawn(process.execPath, [path, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  };
  try {
    const [address] = await once(start('./workers.emulator.mjs', String(LATENCY_MS)).stdout, 'data');
    const emulator = JSON.parse(String(address)) as Emulator;
    const { regionId: region, instanceName: instance, accessKeyId, accessKeySecret, ossEndpoint } = emulator;
    const credentials = { accessKeyId, accessKeySecret };
    const catalogue = await writeCatalogue(folder, await makeManyImages(folder, shards * images));
    const stateFolder = join(folder.path, 'state');
    const oss = { region, endpoint: ossEndpoint, credentials };
    const argument = JSON.stringify({ connection: redis.connection, stateFolder, oss });
    const started = Array.from({ length: workers }, () => start('./workers.worker.mjs', argument));
    await Promise.all(started.map((child) => once(child.stdout, 'data')));
    let [first, last] = [Number.POSITIVE_INFINITY, 0]; // as workers say
    for (const child of started)
      child.stdout.on('data', () => {
        first = Math.min(first, performance.now());
        last = Math.max(last, performance.now());
      });
    const { succeeded } = await importCatalogue(catalogue, {
      ...{ region, instance, credentials, endpoint: emulator.imageSearchEndpoint, ossEndpoint },
      ...{ images: folder.path, to: `oss://${emulator.bucketName}/bench`, verifyMinutes: 0 },
      ...{ linesPerTask: images, pollDelay: () => 10 },
      // At the pace of an instance, a task takes seconds: workers would wait for tasks, with as many shards ahead as they may.
      requestsPerSecond: { IncreaseList: 1_000, CheckImageExists: 1_000 },
      state: { store: new FolderStore(stateFolder), prefix: 'state' },
      run: runOnBullMq({ connection: redis.connection, ahead: shards }),
    });
    if (succeeded !== shards * images) throw new Error(`${succeeded} images were imported`);
    return (last - first) / 1_000;
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}
