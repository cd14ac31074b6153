// Uploads files, with ali-oss alone or with this package; prints what it took. Each file is read once, and its MD5 sent.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import OSS from 'ali-oss';
import { ImageValidator, OssStore, uploadImages } from 'imagesearch-import';
import { input, measure } from './measure.mjs';

const { folder, count, concurrency, target } = input;
const names = Array.from({ length: count }, (_, n) => `image-${n}.bmp`);
const { endpoint, bucket, region, credentials } = target;
const openStore = () => new OssStore({ bucket, region, endpoint, credentials });

/** `upload` for each name, so many at once. */
async function each(upload) {
  const left = names.values();
  let done = 0;
  const uploadAll = async () => {
    for (const name of left) {
      await upload(name, await readFile(`${folder}/${name}`));
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, uploadAll));
  return { done };
}

await measure({
  async bare() {
    const agent = new Agent({ keepAlive: true });
    const oss = new OSS({
      ...{ ...credentials, bucket, region: `oss-${region}`, endpoint, authorizationV4: true },
      ...{ sldEnable: true, agent }, // bucket.localhost does not resolve
    });
    const result = await each(async (name, bytes) => {
      const { res } = await oss.put(name, bytes);
      const md5 = createHash('md5').update(bytes).digest('hex').toUpperCase();
      if (res.headers.etag !== `"${md5}"`) throw new Error(`${name} has the ETag ${res.headers.etag}`);
    });
    agent.destroy();
    return result;
  },

  async store() {
    const store = openStore();
    const result = await each((name, bytes) => store.put(name, bytes));
    store.close();
    return result;
  },

  async checked() {
    const store = openStore();
    const validator = new ImageValidator();
    const uploads = names.map((name) => ({ source: `${folder}/${name}`, key: name }));
    const valid = async function* () {
      const sources = uploads.map(({ source }) => source);
      let at = 0;
      for await (const { ok } of validator.validateAll(sources, { concurrency })) {
        if (!ok) throw new Error(`${uploads[at].key} is refused`);
        yield uploads[at++];
      }
    };
    let done = 0;
    for await (const { stored } of uploadImages(store, valid(), { concurrency })) if (stored) done += 1;
    store.close();
    return { done };
  },
});
