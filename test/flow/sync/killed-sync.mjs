/** A process that runs a sync, to be killed on the way. It knows no more than what is in its folder. It says how far it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CatalogueSync } from '../../../dist/index.js';

const { catalogue, options, timesFaster } = JSON.parse(process.argv[2]);

const started = Date.now();
const clock = {
  now: () => started + (Date.now() - started) * timesFaster,
  sleep: (ms, signal) => sleep(ms / timesFaster, undefined, { signal }),
};
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const onProgress = ({ stage }) => say({ step: stage });
const sync = new CatalogueSync(catalogue, { ...options, clock, onProgress });
say({ step: 'started' });
for await (const { productId, status } of sync) say({ productId, status });
say({ summary: sync.summary });
