import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { OssStore } from '../../src/storage/oss-store.ts';
import { BatchTaskClient, type BatchTaskClientOptions } from '../../src/task/batch-task-client.ts';
import { FakeClock } from './fake-clock.ts';

/** What a client of this emulator needs, with a clock that jumps over every wait. */
export const connection = (emulator: Emulator) => ({
  region: emulator.regionId,
  instance: emulator.instanceName,
  endpoint: emulator.imageSearchEndpoint,
  credentials: { accessKeyId: emulator.accessKeyId, accessKeySecret: emulator.accessKeySecret },
  clock: new FakeClock({ auto: true }),
});

export const tasksOf = (emulator: Emulator, options: Partial<BatchTaskClientOptions> = {}): BatchTaskClient =>
  new BatchTaskClient({ ...connection(emulator), ...options });

export type Objects = Readonly<Record<string, string | Uint8Array>>;

/** Puts objects into the emulator's bucket over HTTP, by key. */
export async function putObjects(
  emulator: Emulator,
  objects: Objects,
  bucket = emulator.bucketName,
): Promise<void> {
  const { regionId, ossEndpoint, accessKeyId, accessKeySecret } = emulator;
  const credentials = { accessKeyId, accessKeySecret };
  const store = new OssStore({ bucket, region: regionId, endpoint: ossEndpoint, credentials });
  try {
    for (const [key, content] of Object.entries(objects))
      await store.put(key, typeof content === 'string' ? Buffer.from(content) : content);
  } finally {
    store.close();
  }
}

/** A line of increment.meta that adds an image; with other fields, any line. */
export const line = (fields: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({ OperationType: 'ADD', ProductId: 'P1', PicName: 'a.jpg', CustomContent: 'c', ...fields })}\n`;

/** A folder that a task can be run on: a good image, and lines that name it or nothing. */
export async function putFolder(emulator: Emulator, folder: string, lines: readonly string[] = [line()]) {
  await putObjects(emulator, {
    [`${folder}/a.jpg`]: await makeImage({ format: 'jpeg', width: 120, height: 100 }),
    [`${folder}/increment.meta`]: lines.join(''),
  });
}
