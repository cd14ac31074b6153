/** A sync for cron: one at a time, each night with a state of its own, the last one as `previous`, and a summary in one line. */
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isImageSearchError, type SyncOptions, syncCatalogue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeImage } from '../samples/make-images.ts';

async function nightlySync(catalogue: object[], states: string, night: string, options: SyncOptions) {
  await mkdir(states, { recursive: true });
  const lock = join(states, 'lock');
  const held = await open(lock, 'wx').catch(() => undefined); // fails where the file exists
  if (held === undefined) return console.log(`${night}: the last sync is still running`);
  try {
    const nights = (await readdir(states)).filter((name) => name !== 'lock' && name < night).toSorted();
    const last = nights.at(-1);
    const previous = last === undefined ? undefined : join(states, last);
    const { plan, updated, seconds } = await syncCatalogue(catalogue, {
      ...options,
      ...{ state: join(states, night), compareImages: true, previous, deleteSuperfluous: true },
    });
    const { missing, superfluous } = plan.kinds;
    const kept = plan.withheld.because.map(({ code }) => code).join(', ');
    console.log(
      `${night}: ${missing} missing, ${updated} updated, ${superfluous} superfluous ${kept} (${seconds} s)`,
    );
  } catch (error) {
    if (!isImageSearchError(error)) throw error;
    console.log(`${night}: ${error.message}: the same call continues`);
    process.exitCode = 3;
  } finally {
    await held.close();
    await rm(lock);
  }
}

const work = await mkdtemp(join(tmpdir(), 'nightly-'));
await mkdir(join(work, 'images'));
await writeFile(join(work, 'images/a.png'), await makeImage({ format: 'png', width: 200, height: 200 }));
await using emulator = await startEmulator({ taskDurationMs: 0 });
const options: SyncOptions = {
  ...{ images: join(work, 'images'), to: `oss://${emulator.bucketName}/shop`, route: 'auto', verify: 'no' },
  ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
  ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
};
const product = (id: number, customContent: string) => ({
  ...{ productId: `P${id}`, image: 'a.png', picName: `${id}.png`, customContent },
});
const states = join(work, 'states');
await nightlySync([product(1, 'red'), product(2, 'blue')], states, '2026-11-28', options);
await nightlySync([product(1, 'red'), product(2, 'green')], states, '2026-11-29', options);
await rm(work, { recursive: true });
