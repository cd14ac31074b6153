/**
 * A process that runs an import, to be killed or interrupted on the way. It knows no more than what is in its folder. It says
 * which step it has reached, and what it was told.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CatalogueImport } from '../../dist/index.js';

const { catalogue, options, timesFaster } = JSON.parse(process.argv[2]);

const started = Date.now();
const clock = {
  now: () => started + (Date.now() - started) * timesFaster,
  sleep: (ms, signal) => sleep(ms / timesFaster, undefined, { signal }),
};
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
const importing = new CatalogueImport(catalogue, {
  ...options,
  clock,
  signal: interrupted.signal,
  onProgress: ({ stage }) => say({ step: stage }),
});
say({ step: 'started' });
try {
  for await (const { place, status } of importing) say({ line: place.line, status });
  say({ summary: importing.summary });
} catch (error) {
  if (error !== interrupted.signal.reason) throw error;
  process.exitCode = 130;
}
