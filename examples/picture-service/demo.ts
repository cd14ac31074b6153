/** Starts the service on the emulator, and asks it what its page asks: a picture is added, refused, found and deleted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageSearchClient } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import sharp from 'sharp';
import { createPictureService } from './picture-service.ts';

await using emulator = await startEmulator();
const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint } = emulator;
await using client = new ImageSearchClient({ region, instance, endpoint, credentials: emulator });
const state = await mkdtemp(join(tmpdir(), 'picture-service-'));
const onFailure = (error: unknown) => console.error(error);
const service = await createPictureService({ client, state, onFailure });
const address = await service.listen({ host: '127.0.0.1', port: 0 });

const pictureOf = async (background: string, side: number) =>
  new Blob([
    await sharp({ create: { width: side, height: side, channels: 3, background } })
      .png()
      .toBuffer(),
  ]);
const ask = async (method: string, path: string, fields: Record<string, string | Blob> = {}) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const response = await fetch(address + path, method === 'POST' ? { method, body } : { method });
  console.log(method, path, response.status, await response.text());
};

const red = await pictureOf('crimson', 200);
await ask('POST', '/pictures', { productId: '1000', picName: 'red.png', name: 'A red square', picture: red });
await ask('POST', '/pictures', {
  productId: '1001',
  picName: 'tiny.png',
  picture: await pictureOf('navy', 50),
});
await ask('POST', '/searches', { picture: red });
await ask('DELETE', '/pictures?productId=1000&picName=red.png');

await service.close();
await rm(state, { recursive: true });
