// Reads an export of a gallery in a process of its own; prints what it took.
import { GalleryClient } from 'imagesearch-import';
import { input, measure } from './measure.mjs';
import { readWithReadline } from './readline.mjs';

const { path, endpoint } = input;

await measure({
  async images() {
    const credentials = { accessKeyId: 'a', accessKeySecret: 'b' };
    const gallery = new GalleryClient({ region: 'cn-shanghai', instance: 'shop', endpoint, credentials });
    const images = gallery.export();
    let done = 0;
    let start;
    for await (const { productId } of images) {
      start ??= performance.now(); // the calls before keep the pace of the service
      if (productId !== '') done += 1;
    }
    return { done, seconds: (performance.now() - start) / 1000 };
  },
  async readline() {
    return { done: await readWithReadline(path) };
  },
});
