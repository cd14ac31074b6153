// Uploads files, with ali-oss alone or with this package; prints what it took. Each file is read once, and its MD5 sent.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import OSS from 'ali-oss';
import { ImageValidator, OssStore } from 'imagesearch-import';
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
      const md5 = createHash('md5').update(bytes).digest();
      const { res } = await oss.put(name, bytes, { headers: { 'Content-MD5': md5.toString('base64') } });
      const isSame = res.headers.etag === `"${md5.toString('hex').toUpperCase()}"`;
      if (!isSame) throw new Error(`${name} has the ETag ${res.headers.etag}`);
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
    const result = await each(async (name, bytes) => {
      const { ok } = await validator.validate(bytes);
      if (!ok) throw new Error(`${name} is refused`);
      await store.put(name, bytes);
    });
    store.close();
    return result;
  },
});
