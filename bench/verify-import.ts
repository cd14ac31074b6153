import { type ExpectedImage, ImageSearchClient, verifyImport } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import { makeImage } from '../samples/make-images.ts';
import { type Figure, rounded } from './figure.ts';

const IMAGES = 100_000;
const ASKED = 250;
const PER_SECOND = 5;
const PIC = 'a.png';

/**
 * Verifying an import by one export of the gallery, against asking for each image at the pace of an instance. The emulator
 * writes its export at once: how long the service takes for that, no document says.
 */
export async function* benchVerifyImport(): AsyncGenerator<Figure, void, void> {
  await using emulator = await startEmulator({
    ...{ capacity: 2 * IMAGES, queriesPerSecond: PER_SECOND, taskDurationMs: 0 },
  });
  const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint } = emulator;
  const { ossEndpoint, bucketName: bucket, accessKeyId, accessKeySecret } = emulator;
  const credentials = { accessKeyId, accessKeySecret };
  await using client = new ImageSearchClient({
    region,
    instance,
    endpoint,
    ossEndpoint,
    bucket,
    credentials,
  });
  await client.store.put(`all/${PIC}`, await makeImage({ format: 'png', width: 100, height: 100 }));
  const lines = Array.from({ length: IMAGES }, (_, n) => `${JSON.stringify(lineOf(n))}\n`);
  await client.store.put('all/increment.meta', Buffer.from(lines.join('')));
  await client.tasks.wait(await client.tasks.submit(`oss://${bucket}/all`));

  const verify = async (by: 'export' | 'all', count: number): Promise<number> => {
    const start = performance.now();
    const verification = verifyImport(expected(count), { gallery: client.gallery, by });
    for await (const { kind, productId } of verification)
      if (kind !== 'superfluous') throw new Error(`Image ${productId} is ${kind}`);
    if (verification.summary.asExpected !== count) throw new Error(verification.summary.means);
    return (performance.now() - start) / 1_000;
  };
  const byQuestions = await verify('all', ASKED);
  const byExport = await verify('export', IMAGES);
  yield {
    ...{ name: `verifying ${IMAGES} images by an export`, value: rounded(byExport), unit: 's' },
    against: {
      name: `by CheckImageExists at ${PER_SECOND} a second, as ${ASKED} images took`,
      value: rounded((byQuestions / ASKED) * IMAGES),
    },
  };
  yield {
    ...{ name: 'questions a second', value: rounded(ASKED / byQuestions), unit: 'calls/s' },
    against: { name: 'the rate of the instance', value: PER_SECOND },
  };
}

const lineOf = (n: number) => ({
  ...{ OperationType: 'ADD', ProductId: String(n), PicName: PIC, CustomContent: `content of ${n}` },
});

function* expected(count: number): Generator<ExpectedImage, void, void> {
  for (let n = 0; n < count; n++)
    yield {
      ...{ operationType: 'ADD', productId: String(n), picName: PIC, customContent: `content of ${n}` },
    };
}
