/**
 * The whole import on this machine: the emulator, real image files, real HTTP, the real clients.
 *
 *   npm run demo                    makes its own images, good ones and one of every bad kind
 *   npm run demo -- --images DIR    takes yours
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type EntryOutcome, importCatalogue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeSampleCatalogue } from '../samples/make-catalogue.ts';
import { printAccount } from './print-account.ts';

const STAGES = {
  reading: 'Reading the catalogue …',
  listing: 'Listing the images …',
  uploading: 'Checking and uploading …',
  waiting: 'Waiting …',
  verifying: 'Asking the gallery …',
} as const;
const FAILS_AT_THE_SERVICE: Readonly<Record<string, string>> = {
  P1007: 'TimeoutForTransferImage',
  P1019: 'InternalOssError',
};

const { values } = parseArgs({ options: { images: { type: 'string' } } });
const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('Interrupted')));

const folder = await mkdtemp(join(tmpdir(), 'imagesearch-demo-'));
const emulator = await startEmulator({
  taskDurationMs: 1_500,
  // What no check beforehand can know: the service itself fails on two of the images.
  failImage: ({ productId }) => (values.images === undefined ? FAILS_AT_THE_SERVICE[productId] : undefined),
});
try {
  const { catalogue, images } = await supplied();
  console.log(`Emulator   Image Search ${emulator.imageSearchEndpoint}, OSS ${emulator.ossEndpoint}`);
  console.log(`Catalogue  ${catalogue}`);

  const outcomes: EntryOutcome[] = [];
  let stage = '';
  const summary = await importCatalogue(catalogue, {
    images,
    to: `oss://${emulator.bucketName}/demo`,
    region: emulator.regionId,
    instance: emulator.instanceName,
    endpoint: emulator.imageSearchEndpoint,
    ossEndpoint: emulator.ossEndpoint,
    credentials: emulator,
    signal: stop.signal,
    onOutcome: (outcome) => void outcomes.push(outcome),
    onProgress: (progress) => {
      if (progress.stage !== stage)
        console.log(`${STAGES[progress.stage]}${progress.taskId ? ` (batch task ${progress.taskId})` : ''}`);
      stage = progress.stage;
    },
  });
  printAccount(outcomes, summary, emulator.gallery().length);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = stop.signal.aborted ? 130 : 1;
} finally {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
}

async function supplied(): Promise<{ catalogue: string; images: string }> {
  if (values.images !== undefined) {
    const images = resolve(values.images);
    return { catalogue: images, images };
  }
  const { path, dir } = await makeSampleCatalogue(folder);
  return { catalogue: path, images: dir };
}
