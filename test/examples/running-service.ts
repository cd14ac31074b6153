import { ImageSearchClient } from 'imagesearch-import';
import type { EmulatorOptions } from 'imagesearch-import/emulator';
import { createPictureService } from '../../examples/picture-service/picture-service.ts';
import { makeImage } from '../../samples/make-images.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The example picture-service, listening, over an emulator of its own. */
export async function openPictureService(options: EmulatorOptions = {}) {
  const folder = temporaryFolder();
  const emulator = await startEmulator(options);
  const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint } = emulator;
  const client = new ImageSearchClient({ region, instance, endpoint, credentials: emulator });
  const failures: unknown[] = [];
  const service = await createPictureService({
    ...{ client, state: folder.path },
    onFailure: (error) => void failures.push(error),
  });
  const address = await service.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...{ emulator, service, address, failures },
    [Symbol.asyncDispose]: async () => {
      await service.close().catch((error: unknown) => {
        if (!failures.includes(error)) throw error;
      });
      client.close();
      await emulator.close();
      folder[Symbol.dispose]();
    },
  };
}

/** A picture that the gallery takes, or one whose sides are too short. */
export const picture = (side: 200 | 50 = 200, seed = 1) =>
  makeImage({ format: 'png', width: side, height: side, seed });
