// Reads an increment.meta in a process of its own; prints what it took.
import { MetaLineParser } from 'imagesearch-import/meta';
import { input, measure } from './measure.mjs';
import { readWithReadline } from './readline.mjs';

const { path } = input;

await measure({
  async batches() {
    let done = 0;
    for await (const { records } of new MetaLineParser().batches({ path })) done += records.length;
    return { done };
  },
  async lint() {
    const lint = new MetaLineParser().lint({ path });
    for await (const { line, code } of lint) throw new Error(`There is ${code} in line ${line}`);
    return { done: lint.summary.lines };
  },
  async readline() {
    return { done: await readWithReadline(path) };
  },
});
