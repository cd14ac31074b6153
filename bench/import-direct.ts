import { importCatalogue } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { type Figure, rounded } from './figure.ts';
import { makeManyImages, writeCatalogue } from './many-images.ts';
import { temporaryFolder } from './temporary-folder.ts';

const IMAGES = 500;
const PER_SECOND = 5;

/** An import by calls of their own, 500 images to an instance of 5 a second: how near it comes to the rate, and never above. */
export async function* benchImportDirect(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const catalogue = await writeCatalogue(folder, await makeManyImages(folder, IMAGES));
  const calls: number[] = []; // as the emulator takes them, in ms
  const failImage = () => {
    calls.push(performance.now());
    return undefined;
  };
  await using emulator = await startEmulator({ capacity: 200_000, failImage });
  const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint } = emulator;
  const { accessKeyId, accessKeySecret } = emulator;
  const { succeeded } = await importCatalogue(catalogue, {
    ...{ region, instance, endpoint, credentials: { accessKeyId, accessKeySecret } },
    ...{ images: folder.path, route: 'direct', verify: 'no' },
  });
  if (succeeded !== IMAGES) throw new Error(`${succeeded} of ${IMAGES} images were added`);
  yield {
    ...{ name: 'calls of AddImage in the fullest second', value: mostInASecond(calls), unit: 'calls' },
    against: { name: 'the rate of the instance', value: PER_SECOND },
  };
  const seconds = ((calls.at(-1) ?? 0) - (calls[0] ?? 0)) / 1_000;
  yield {
    ...{ name: `rate of ${IMAGES} calls`, value: rounded((IMAGES - 1) / seconds), unit: 'calls/s' },
    against: { name: 'the rate of the instance: at least 0.95', value: PER_SECOND },
  };
}

function mostInASecond(times: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [n, time] of times.entries()) {
    while (time - (times[first] ?? 0) >= 1_000) first += 1;
    most = Math.max(most, n - first + 1);
  }
  return most;
}
