import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmulator } from 'imagesearch-import/emulator';
import { type Figure, rounded } from './figure.ts';
import { makeManyImages } from './many-images.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MANY = 10_000;
const FEW = 1_000;
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
/** Runs in the command line's process and writes its peak memory down when it ends. */
const PEAK = new URL('./peak.mjs', import.meta.url).href;

/** The peak memory of an upload by the command line, for ten times as many images. */
export async function* benchUploadMemory(): AsyncGenerator<Figure, void, void> {
  const few = await peakMb(FEW);
  const many = await peakMb(MANY);
  yield {
    ...{ name: `peak memory of imagesearch-import upload, ${MANY} images`, value: many, unit: 'MB' },
    against: { name: `of ${FEW} images`, value: few },
  };
}

async function peakMb(images: number): Promise<number> {
  await using folder = await temporaryFolder();
  await makeManyImages(folder, images);
  await using emulator = await startEmulator();
  await using work = await temporaryFolder();
  const peakFile = work.pathOf('peak');
  const args = [
    ...['--import', PEAK, CLI, 'upload', folder.path, `oss://${emulator.bucketName}/bench`],
    ...['--region', emulator.regionId, '--oss-endpoint', emulator.ossEndpoint, '--json'],
  ];
  const env = {
    ...{ PATH: process.env['PATH'], PEAK_FILE: peakFile, ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.accessKeyId },
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.accessKeySecret,
  };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 2 ** 28 });
  const { summary } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '{}');
  if (summary.sent !== images) throw new Error(`The upload has sent ${summary.sent} of ${images} images`);
  return rounded(Number(await readFile(peakFile, 'utf8')) / 2 ** 20);
}
