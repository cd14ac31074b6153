import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmulator } from 'imagesearch-import/emulator';
import { type Figure, rounded } from './figure.ts';
import { makeManyImages, writeCatalogue } from './many-images.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const MANY = 200_000;
const FEW = 20_000;
const CLI = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
/** Runs in the command line's process and writes its peak memory down when it ends. */
const PEAK = new URL('./peak.mjs', import.meta.url).href;

/** The peak memory of the command line as it is, for ten times as many images. */
export async function* benchImportMemory(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const names = await makeManyImages(folder, MANY);
  const few = await peakMb(folder, names.slice(0, FEW));
  const many = await peakMb(folder, names);
  yield {
    ...{ name: `peak memory of imagesearch-import import, ${MANY} images`, value: many, unit: 'MB' },
    against: { name: `of ${FEW} images`, value: few },
  };
}

async function peakMb(folder: TemporaryFolder, names: readonly string[]): Promise<number> {
  const catalogue = await writeCatalogue(folder, names);
  await using emulator = await startEmulator({ taskDurationMs: 0, capacity: names.length });
  const peakFile = folder.pathOf('peak');
  const args = [
    ...['--import', PEAK, CLI, 'import', catalogue, '--images', folder.path, '--verify', 'no'],
    ...['--to', `oss://${emulator.bucketName}/bench`, '--region', emulator.regionId],
    ...['--instance', emulator.instanceName, '--endpoint', emulator.imageSearchEndpoint],
    ...['--oss-endpoint', emulator.ossEndpoint],
  ];
  const env = {
    ...{ PATH: process.env['PATH'], PEAK_FILE: peakFile, ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.accessKeyId },
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.accessKeySecret,
  };
  await promisify(execFile)(process.execPath, args, { env, maxBuffer: 2 ** 28 });
  const held = emulator.gallery().length;
  if (held !== names.length) throw new Error(`The gallery holds ${held} of ${names.length} images`);
  return rounded(Number(await readFile(peakFile, 'utf8')) / 2 ** 20);
}
