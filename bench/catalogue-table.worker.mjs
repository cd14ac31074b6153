// Reads a table in a process of its own; prints what it took.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { readCatalogue } from 'imagesearch-import';
import { input, measure } from './measure.mjs';

const { path } = input;

await measure({
  readCatalogue: () => count(readCatalogue(path)),
  csvParse: () => count(createReadStream(path).pipe(parse({ from: 2 }))),
});

async function count(rows) {
  let done = 0;
  for await (const _ of rows) done += 1;
  return { done };
}
