// Imports a catalogue, or only uploads its images, in a process of its own; prints what it took.
import { importCatalogue, OssStore, readCatalogue, uploadImages } from 'imagesearch-import';
import { input, measure } from './measure.mjs';

const { catalogue, images, folder, emulator, verify } = input;
const connection = { region: emulator.regionId, credentials: emulator };

await measure({
  async import() {
    const { succeeded } = await importCatalogue(catalogue, {
      ...connection,
      images,
      to: `oss://${emulator.bucketName}/${folder}`,
      instance: emulator.instanceName,
      endpoint: emulator.imageSearchEndpoint,
      ossEndpoint: emulator.ossEndpoint,
      verify,
    });
    return { done: succeeded };
  },
  async upload() {
    const store = new OssStore({
      ...connection,
      bucket: emulator.bucketName,
      endpoint: emulator.ossEndpoint,
    });
    let done = 0;
    for await (const _ of uploadImages(store, uploads())) done += 1;
    store.close();
    return { done };
  },
});

async function* uploads() {
  for await (const { entry } of readCatalogue(catalogue)) {
    yield { source: `${images}/${entry.image}`, key: `${folder}/${entry.image}` };
  }
}
