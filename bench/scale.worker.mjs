// Simulates an import of many rows, in a process of its own: everything of it is real but the services, the images and the
// clock. Prints what it took, and throws when the counts are not those that the catalogue must have.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogueImport } from 'imagesearch-import';
import { highWater } from './high-water.mjs';
import { expectedCounts, rowsOf } from './simulation/catalogue.mjs';
import { JumpingClock, SimulatedInstance, SimulatedStore } from './simulation/services.mjs';

const { rows, linesPerTask, taskSeconds, folder, image } = JSON.parse(process.argv[2]);
const MB = 2 ** 20;
const DISK_MS = 250;
const NO_ENTRY = { throwIfNoEntry: false };

const clock = new JumpingClock();
const store = new SimulatedStore(Buffer.from(image, 'base64'));
const instance = new SimulatedInstance({ clock, store, taskMs: taskSeconds * 1_000 });
const endpoint = await instance.open();

const [startedAt, began] = [clock.now(), performance.now()];
const measured = { planSeconds: 0, planCpuSeconds: 0, planPeakMb: 0, planDiskMb: 0, mostDiskMb: 0 };
// Planning is at its most just before it removes its own files, a moment that no progress tells.
const watching = setInterval(measureDisk, DISK_MS);

const importing = new CatalogueImport(rowsOf(rows), {
  ...{ images: folder, to: 'oss://bucket/shop', region: 'cn-shanghai', instance: 'shop', endpoint },
  ...{ store, clock, state: join(folder, 'state'), linesPerTask },
  credentials: { accessKeyId: 'simulated', accessKeySecret: 'simulated' },
  onProgress,
});
const statuses = {};
for await (const { status } of importing) statuses[status] = (statuses[status] ?? 0) + 1;
instance.close();
clearInterval(watching);

const { summary } = importing;
const told = Object.values(statuses).reduce((sum, count) => sum + count, 0);
same('outcomes', told, rows);
for (const [name, count] of Object.entries(expectedCounts(rows))) same(name, summary[name], count);
same('lines of increment.meta', instance.lines, summary.submitted + summary.retried);

const seconds = (performance.now() - began) / 1_000;
console.log(
  JSON.stringify({
    ...{
      rows,
      tasks: summary.tasks,
      seconds,
      cpuSeconds: cpuSeconds(),
      ...measured,
      peakMb: highWater() / MB,
    },
    leftDiskMb: diskMb(join(folder, 'state')),
    ...{ requests: { ...store.requests, ...instance.requests } },
    simulatedSeconds: (clock.now() - startedAt) / 1_000,
  }),
);

function onProgress({ stage }) {
  if (stage === 'reading' || measured.planSeconds > 0) return;
  measured.planSeconds = (performance.now() - began) / 1_000;
  measured.planCpuSeconds = cpuSeconds();
  measured.planPeakMb = highWater() / MB;
  measured.planDiskMb = diskMb(join(folder, 'state'));
}

function measureDisk() {
  measured.mostDiskMb = Math.max(measured.mostDiskMb, diskMb(join(folder, 'state')));
}

/** Of this process, which others that share the machine do not lengthen as they do the time. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function diskMb(path) {
  let bytes = 0;
  if (!existsSync(path)) return 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    // A file may be removed between the list and the look.
    bytes += entry.isDirectory() ? diskMb(inside) * MB : (statSync(inside, NO_ENTRY)?.size ?? 0);
  }
  return bytes / MB;
}

function same(what, value, expected) {
  if (value !== expected) throw new Error(`The simulation has ${value} ${what}: ${expected} must be there`);
}
