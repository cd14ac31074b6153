/** The program of the night: everything comes from the environment, and the exit code says what became of it. */
import { nightlySync } from './nightly-sync.ts';
import { tellWebhook } from './tell-webhook.ts';

const NEEDED = [
  'CATALOGUE',
  'IMAGES',
  'IMAGESEARCH_TO',
  'IMAGESEARCH_REGION',
  'IMAGESEARCH_INSTANCE',
] as const;
const missing = NEEDED.filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`Cannot sync as ${missing.join(', ')} must be set`);
  process.exit(2);
}
const [catalogue = '', images = '', to = '', region = '', instance = ''] = NEEDED.map(
  (name) => process.env[name],
);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stop.abort(new Error(`Ended by ${signal}`)));

const night = new Date().toISOString().slice(0, 10);
const states = process.env['STATES'] ?? 'nights';
const { IMAGESEARCH_ENDPOINT: endpoint, IMAGESEARCH_OSS_ENDPOINT: ossEndpoint } = process.env; // else those of the region
const options = { images, to, region, instance, endpoint, ossEndpoint, signal: stop.signal };
const { text, exitCode } = await nightlySync(catalogue, states, night, options);
console.log(text);
const { WEBHOOK } = process.env;
if (exitCode !== 0 && WEBHOOK) await tellWebhook(WEBHOOK, text);
process.exitCode = exitCode;
