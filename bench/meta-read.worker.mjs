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
  lint: () => lint({}),
  lintLines: () => lint({ duplicates: false }),
  async readline() {
    return { done: await readWithReadline(path) };
  },
});

async function lint(options) {
  const issues = new MetaLineParser().lint({ path }, options);
  for await (const { line, code } of issues) throw new Error(`There is ${code} in line ${line}`);
  return { done: issues.summary.lines };
}
