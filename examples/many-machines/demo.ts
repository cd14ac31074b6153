/** An import that two workers prepare, one of which is killed at its first shard: on the emulator, with a queue in PGlite. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { importCatalogue } from 'imagesearch-import';
import { runOnBullMq } from 'imagesearch-import/distributed';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

const images = await mkdtemp(join(tmpdir(), 'machines-'));
const colours = ['crimson', 'teal', 'gold', 'navy', 'olive', 'plum', 'coral', 'indigo'];
for (const background of colours)
  await sharp({ create: { width: 200, height: 200, channels: 3, background } })
    .png()
    .toFile(join(images, `${background}.png`));

await using emulator = await startEmulator({ taskDurationMs: 0 });
const { bucketName, regionId: region, ossEndpoint, imageSearchEndpoint: endpoint } = emulator;
const state = `oss://${bucketName}/state`;

/** Starts a program of this folder and gives it with what it prints, line by line. */
function start(program: string, environment: NodeJS.ProcessEnv = {}) {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, file], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface({ input: child.stdout }) };
}

/** Ends a program, and waits for that. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill(signal);
  await over;
}

const database = start('pglite-server.mjs'); // elsewhere a Redis, a Valkey or a PostgreSQL of yours
const [port] = (await once(database.lines, 'line')) as [string];
const QUEUE = `postgres://postgres@127.0.0.1:${port}/postgres`;
const workers = ['one', 'two'].map((NAME) => {
  const worker = start('worker.ts', {
    ...{ NAME, QUEUE, STATE: state, LOCK_MS: '2000' }, // so soon another worker takes over a shard
    ...{ IMAGESEARCH_REGION: region, IMAGESEARCH_OSS_ENDPOINT: ossEndpoint },
    ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.accessKeySecret,
  });
  worker.lines.on('line', (line) => {
    console.log(line);
    if (NAME === 'one' && line.includes('begun')) worker.child.kill('SIGKILL');
  });
  return worker.child;
});

const rows = colours.map((colour, n) => ({ productId: `P${n}`, image: `${colour}.png` }));
try {
  const summary = await importCatalogue(rows, {
    ...{ images, to: `oss://${bucketName}/shop`, state, run: runOnBullMq({ connection: QUEUE }) },
    ...{ region, instance: emulator.instanceName, endpoint, ossEndpoint, credentials: emulator },
    linesPerTask: 2, // of a shard: 10,000 unless said otherwise
  });
  console.log(`${summary.succeeded} of ${summary.supplied} entries are in, by ${summary.tasks} batch tasks`);
} finally {
  for (const worker of workers) await end(worker, 'SIGTERM');
  await end(database.child, 'SIGKILL');
  await rm(images, { recursive: true });
}
