// Looks at images in a process of its own, with ours or with three libraries of the field; prints what it took.
import { readFile } from 'node:fs/promises';
import exifr from 'exifr';
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import { imageSize } from 'image-size';
import { imageSizeFromFile } from 'image-size/fromFile';
import { ImageValidator, OssStore, storedImage } from 'imagesearch-import';
import { input, measure } from './measure.mjs';

const { images, repeats = 1, emulator, objects } = input;
const validator = new ImageValidator();
const WARM_UP = 50;
const AT_ONCE = 16;

await measure({
  ours: async () =>
    timed(
      await allBytes(),
      one((bytes) => validator.validate(bytes)),
    ),
  libraries: async () =>
    timed(
      await allBytes(),
      one(async (bytes) => {
        await fileTypeFromBuffer(bytes);
        // What they cannot read costs time as well.
        await Promise.allSettled([(async () => imageSize(bytes))(), exifr.orientation(bytes)]);
      }),
    ),
  oursOfFiles: () =>
    timed(
      images,
      atOnce((path) => validator.validate(path)),
    ),
  librariesOfFiles: () =>
    timed(
      images,
      atOnce((path) =>
        Promise.allSettled([
          fileTypeFromFile(path),
          imageSizeFromFile(path),
          exifr.orientation(path).catch(() => undefined),
        ]),
      ),
    ),
  objects: checkObjects,
});

function allBytes() {
  return Promise.all(images.map(async (path) => new Uint8Array(await readFile(path))));
}

async function timed(items, run) {
  for (let i = 0; i < WARM_UP; i++) await run(items);
  const start = performance.now();
  for (let i = 0; i < repeats; i++) await run(items);
  return { done: items.length * repeats, seconds: (performance.now() - start) / 1000 };
}

function one(work) {
  return async (items) => {
    for (const item of items) await work(item);
  };
}

function atOnce(work) {
  return (items) => {
    const rest = items.values();
    const lane = async () => {
      for (const item of rest) await work(item);
    };
    return Promise.all(Array.from({ length: AT_ONCE }, lane));
  };
}

/** Checks objects in OSS, as many as are asked for, by the few keys there are. */
async function checkObjects() {
  const { bucketName: bucket, regionId: region, ossEndpoint: endpoint } = emulator;
  const store = new OssStore({ bucket, region, endpoint, credentials: emulator });
  function* sources() {
    for (let i = 0; i < objects; i++) yield storedImage(store, images[i % images.length]);
  }
  let done = 0;
  for await (const { ok } of validator.validateAll(sources())) if (ok) done += 1;
  store.close();
  return { done };
}
