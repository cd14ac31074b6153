/** Imports a small catalogue into the emulator by the tool: one picture is good, one too small, one is missing. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';
import { nextStep } from './exit-codes.ts';
import { ImportTable } from './import-table.ts';
import { runImport } from './run-import.ts';

const work = await mkdtemp(join(tmpdir(), 'in-house-'));
const images = join(work, 'images');
await mkdir(images);
for (const [name, side] of Object.entries({ 'good.png': 200, 'small.png': 50 }))
  await sharp({ create: { width: side, height: side, channels: 3, background: 'navy' } })
    .png()
    .toFile(join(images, name));
const catalogue = join(work, 'shop.csv');
await writeFile(
  catalogue,
  'ProductId,Image,CustomContent\n1000,good.png,a\n1001,small.png,b\n1002,gone.png,c\n',
);

await using emulator = await startEmulator({ taskDurationMs: 0 });
const { lines, exitCode } = runImport(
  [catalogue, '--images', images, '--to', `oss://${emulator.bucketName}/shop`],
  {
    signal: AbortSignal.timeout(60_000),
    env: {
      ...process.env,
      IMAGESEARCH_REGION: emulator.regionId,
      IMAGESEARCH_INSTANCE: emulator.instanceName,
      IMAGESEARCH_ENDPOINT: emulator.imageSearchEndpoint,
      IMAGESEARCH_OSS_ENDPOINT: emulator.ossEndpoint,
      ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.accessKeySecret,
    },
  },
);
const table = new ImportTable();
for await (const line of lines) table.add(line);
console.log(`${table}\n${nextStep(await exitCode)}`);
await rm(work, { recursive: true });
