// Imports a catalogue, or only uploads its images, in a process of its own; prints what it took.
import { importCatalogue, OssStore, readCatalogue, uploadImages } from 'imagesearch-import';

const { work, catalogue, images, folder, emulator } = JSON.parse(process.argv[2]);
const connection = { region: emulator.regionId, credentials: emulator };

const works = {
  async import() {
    const { succeeded } = await importCatalogue(catalogue, {
      ...connection,
      images,
      to: `oss://${emulator.bucketName}/${folder}`,
      instance: emulator.instanceName,
      endpoint: emulator.imageSearchEndpoint,
      ossEndpoint: emulator.ossEndpoint,
    });
    return succeeded;
  },
  async upload() {
    const store = new OssStore({
      ...connection,
      bucket: emulator.bucketName,
      endpoint: emulator.ossEndpoint,
    });
    let stored = 0;
    for await (const _ of uploadImages(store, uploads())) stored += 1;
    store.close();
    return stored;
  },
};

async function* uploads() {
  for await (const { entry } of readCatalogue(catalogue)) {
    yield { source: `${images}/${entry.image}`, key: `${folder}/${entry.image}` };
  }
}

// Sampled here: the peak that the system keeps for a process begins with its parent's.
let peak = 0;
const look = () => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
const looking = setInterval(look, 5);

const start = performance.now();
const done = await works[work]();
const seconds = (performance.now() - start) / 1000;
look();
clearInterval(looking);
console.log(JSON.stringify({ done, seconds, peakMb: peak / 2 ** 20 }));
