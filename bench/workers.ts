import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FolderStore, importCatalogue } from 'imagesearch-import';
import { runOnBullMq } from 'imagesearch-import/distributed';
import { startEmulator } from 'imagesearch-import/emulator';
import { startRedis } from '../test/support/queue-servers.ts';
import { type Figure, rounded } from './figure.ts';
import { makeManyImages, writeCatalogue } from './many-images.ts';
import { temporaryFolder } from './temporary-folder.ts';

const WORKER = fileURLToPath(new URL('./workers.worker.mjs', import.meta.url));
const LATENCY_MS = 20;

/** How much sooner the shards of an import are prepared by 2 and by 4 workers than by 1, where a store takes 20 ms to answer. */
export const benchWorkers = () => figuresOf(16, 50);

/** The same of 20,000 images, which takes a quarter of an hour. */
export const benchWorkers20k = () => figuresOf(200, 100);

async function* figuresOf(shards: number, images: number): AsyncGenerator<Figure, void, void> {
  const one = await secondsOf(1, shards, images);
  for (const [workers, least] of [
    [2, 1.8],
    [4, 3.2],
  ] as const) {
    const value = rounded(one / (await secondsOf(workers, shards, images)));
    yield {
      ...{ name: `${workers} workers against 1`, value, unit: 'times' },
      against: { name: 'at least', value: least },
    };
  }
}

/** @param images of each shard */
async function secondsOf(workers: number, shards: number, images: number): Promise<number> {
  await using folder = await temporaryFolder();
  await using redis = await startRedis();
  await using emulator = await startEmulator({ capacity: 200_000, rates: 'off', taskDurationMs: 0 });
  await using door = await slowDoor(emulator.ossEndpoint);
  const names = await makeManyImages(folder, shards * images);
  const catalogue = await writeCatalogue(folder, names);
  const { regionId: region, instanceName: instance, accessKeyId, accessKeySecret } = emulator;
  const credentials = { accessKeyId, accessKeySecret };
  const stateFolder = join(folder.path, 'state');
  const argument = {
    ...{ connection: redis.connection, stateFolder },
    oss: { region, endpoint: door.endpoint, credentials },
  };
  const children = Array.from({ length: workers }, () =>
    spawn(process.execPath, [WORKER, JSON.stringify(argument)], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  try {
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    let [first, last] = [Number.POSITIVE_INFINITY, 0]; // as workers say
    for (const child of children)
      child.stdout.on('data', () => {
        first = Math.min(first, performance.now());
        last = Math.max(last, performance.now());
      });
    const { succeeded } = await importCatalogue(catalogue, {
      ...{
        region,
        instance,
        credentials,
        endpoint: emulator.imageSearchEndpoint,
        ossEndpoint: emulator.ossEndpoint,
      },
      ...{ images: folder.path, to: `oss://${emulator.bucketName}/bench`, verifyMinutes: 0 },
      ...{ linesPerTask: images, pollDelay: () => 10 },
      state: { store: new FolderStore(stateFolder), prefix: 'state' },
      run: runOnBullMq({ connection: redis.connection }),
    });
    if (succeeded !== shards * images) throw new Error(`${succeeded} images were imported`);
    return (last - first) / 1_000;
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

/** A door before OSS that lets each call wait. */
async function slowDoor(ossEndpoint: string) {
  const { hostname, port } = new URL(ossEndpoint);
  const server = createServer(async (incoming, outgoing) => {
    const { method, url: path = '', headers } = incoming;
    await sleep(LATENCY_MS);
    const forwarded = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
