/** Makes a gallery equal to a catalogue: a dry run that shows the plan, the plan carried out, and an undo. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCatalogue, syncCatalogue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';

const work = await mkdtemp(join(tmpdir(), 'sync-'));
await sharp({ create: { width: 200, height: 200, channels: 3, background: 'crimson' } })
  .png()
  .toFile(join(work, 'a.png'));

await using emulator = await startEmulator({ taskDurationMs: 0 });
const options = {
  ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
  ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
  ...{ images: work, to: `oss://${emulator.bucketName}/shop` },
};
const product = (id: number, customContent: string) => ({
  ...{ productId: `P${id}`, image: 'a.png', picName: `${id}.png`, customContent },
});
await importCatalogue([product(1, 'red'), product(2, 'old')], options);

const wanted = [product(1, 'crimson'), product(3, 'new')];
const [dry, done] = [join(work, 'dry'), join(work, 'done')];
const asked = { ...options, deleteSuperfluous: true, maxDeletedShare: 0.5 };
const { plan } = await syncCatalogue(wanted, { ...asked, state: dry, dryRun: true });
console.log('planned:', plan.kinds);
await syncCatalogue({ plan: join(dry, 'plan.jsonl') }, { ...asked, state: done });
console.log('then:', ...emulator.gallery().map(({ PicName }) => PicName));
await syncCatalogue({ undo: done }, options);
console.log('undone:', ...emulator.gallery().map(({ PicName }) => PicName));
await rm(work, { recursive: true });
