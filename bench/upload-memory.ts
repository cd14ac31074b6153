import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmulator } from 'imagesearch-import/emulator';
import { type Figure, rounded } from './figure.ts';
import { makeManyImages } from './many-images.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An upload of the first is over before its process has grown as far as it does; the last shows that it stays there. */
const IMAGES = [1_000, 10_000, 20_000];
const CLI = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
/** Runs in the command line's process and writes its peak memory down when it ends. */
const PEAK = new URL('./peak.mjs', import.meta.url).href;

/** The peak memory of an upload by the command line, for more and more images. */
export async function* benchUploadMemory(): AsyncGenerator<Figure, void, void> {
  let before: { readonly images: number; readonly peak: number } | undefined;
  for (const images of IMAGES) {
    const peak = await peakMb(images);
    if (before !== undefined)
      yield {
        ...{ name: `peak memory of imagesearch-import upload, ${images} images`, value: peak, unit: 'MB' },
        against: { name: `of ${before.images} images`, value: before.peak },
      };
    before = { images, peak };
  }
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
