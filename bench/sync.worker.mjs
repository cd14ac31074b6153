// Plans a sync of a catalogue file with an exported gallery, or only parses both files; prints what it took.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogueSync } from 'imagesearch-import';
import { highWater } from './high-water.mjs';
import { readWithReadline } from './readline.mjs';

const { work, catalogue, exported, folder, endpoint } = JSON.parse(process.argv[2]);
const MB = 2 ** 20;
const DISK_MS = 500;
const state = join(folder, 'state');
let mostDisk = 0;

const before = process.cpuUsage();
const start = performance.now();
const watching = setInterval(() => {
  mostDisk = Math.max(mostDisk, diskOf(state));
}, DISK_MS);
const found = work === 'parse' ? await parse() : await plan();
clearInterval(watching);
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    ...found,
    seconds: (performance.now() - start) / 1_000,
    cpuSeconds: (user + system) / 1e6,
    ...{ peakMb: highWater() / MB, mostDiskMb: mostDisk / MB },
  }),
);

async function parse() {
  for (const path of [catalogue, exported]) await readWithReadline(path);
  return {};
}

async function plan() {
  const sync = new CatalogueSync(catalogue, {
    ...{ images: folder, to: 'oss://bucket/shop', region: 'cn-shanghai', instance: 'shop', endpoint },
    ...{ state, dryRun: true, deleteSuperfluous: true },
    credentials: { accessKeyId: 'simulated', accessKeySecret: 'simulated' },
    store: {
      name: 'oss://bucket',
      bucket: 'bucket',
      head: async () => undefined,
      read,
      put,
      delete: async () => {},
      list,
    },
  });
  for await (const _ of sync);
  const { kinds, comparison } = sync.summary.plan;
  return { kinds, same: comparison.same };
}

async function read() {
  return { bytes: new Uint8Array(1), size: 1 };
}

async function put() {
  throw new Error('A dry run stores nothing');
}

async function* list() {}

function diskOf(path) {
  if (!existsSync(path)) return 0;
  let bytes = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    bytes += entry.isDirectory() ? diskOf(inside) : (statSync(inside, { throwIfNoEntry: false })?.size ?? 0);
  }
  return bytes;
}
