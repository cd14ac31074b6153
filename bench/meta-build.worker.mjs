// Writes an increment.meta from records in memory, in a process of its own; prints what the writing took.
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { MetaFileBuilder } from 'imagesearch-import/meta';
import { input, measure } from './measure.mjs';

const { records: source, path } = input;
const records = readFileSync(source, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
globalThis.gc();

await measure({
  async builder() {
    const { adds, deletes } = await new MetaFileBuilder().writeTo(path, { records });
    return { done: adds + deletes };
  },
  async stringify() {
    const file = createWriteStream(path);
    for (const record of records) {
      if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain');
    }
    file.end();
    await once(file, 'finish');
    return { done: records.length };
  },
});
