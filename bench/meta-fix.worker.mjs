// Fixes an increment.meta in a process of its own; prints what it took.
import { fixMeta } from 'imagesearch-import/meta';
import { input, measure } from './measure.mjs';
import { readWithReadline } from './readline.mjs';

const { path } = input;

await measure({
  async fix() {
    const fix = fixMeta({ path });
    let bytes = 0;
    for await (const batch of fix) bytes += batch.bytes.length;
    const { leftOut, written } = fix.summary;
    if (leftOut > 0 || bytes === 0) throw new Error(`${leftOut} objects of ${path} are left out`);
    return { done: written };
  },
  async rewrite() {
    let bytes = 0;
    const done = await readWithReadline(path, (value) => {
      bytes += JSON.stringify(value).length;
    });
    if (bytes === 0) throw new Error(`${path} is empty`);
    return { done };
  },
});
