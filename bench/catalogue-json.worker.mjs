// Reads a catalogue of JSON lines in a process of its own; prints what it took.
import { readCatalogue } from 'imagesearch-import';
import { input, measure } from './measure.mjs';
import { readWithReadline } from './readline.mjs';

const { path } = input;

await measure({
  async entries() {
    let done = 0;
    for await (const { entry } of readCatalogue(path)) if (entry !== undefined) done += 1;
    return { done };
  },
  async readline() {
    return { done: await readWithReadline(path) };
  },
});
