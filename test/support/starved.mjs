/**
 * A process that opens all the files that it may, begins the work that it is told, and gives some files back while the work
 * waits, or none. It says how the work ended.
 */
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { GalleryClient, ImageValidator, OssStore, readCatalogue } from '../../dist/index.js';

const { work, releasesAfterMs, ...given } = JSON.parse(process.argv[2]);
const { bucket, region, instance, endpoint, ossEndpoint, credentials, file, url } = given;
const store = new OssStore({ bucket, region, endpoint: ossEndpoint, credentials });
const gallery = new GalleryClient({ region, instance, endpoint, credentials });
const validator = new ImageValidator({ urls: { allowPrivateAddresses: true } });
/** Time that passes a thousand times faster, for waits that would take a minute. */
const clock = { now: Date.now, sleep: (ms, signal) => sleep(ms / 1_000, undefined, { signal }) };
const quick = new OssStore({ bucket, region, endpoint: ossEndpoint, credentials, clock });

const WORKS = {
  put: () => store.put('starved', new Uint8Array(1_000)),
  putFile: () => store.put('starved', { path: file }),
  detail: () => gallery.detail(),
  check: async () => (await validator.validate(file)).issues,
  checkUrl: async () => (await validator.validate(url)).issues,
  read: async () =>
    (await Array.fromAsync?.(readCatalogue(given.catalogue))) ?? (await rows(given.catalogue)),
  putInVain: () => quick.put('starved', { path: file }),
};

async function rows(path) {
  const all = [];
  for await (const row of readCatalogue(path)) all.push(row);
  return all;
}

for (const warm of ['put', 'detail', 'check', 'checkUrl']) await WORKS[warm](); // what is loaded late is loaded
store.close();
gallery.close?.();
await sleep(50);
const held = [];
try {
  for (;;) held.push(openSync('/dev/null'));
} catch {}
const release = () => {
  for (const descriptor of held.splice(0)) closeSync(descriptor);
};
if (releasesAfterMs !== undefined) setTimeout(release, releasesAfterMs);
const started = Date.now();
const said = await WORKS[work]().then(
  (result) => ({ result }),
  ({ name, code, message, advice }) => ({ error: { name, code, message, advice } }),
);
release();
process.stdout.write(JSON.stringify({ ...said, tookMs: Date.now() - started }), () => process.exit());
