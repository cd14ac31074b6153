// Reads a catalogue that is made to take time or memory, in a process of its own; prints what it took.
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readCatalogue } from 'imagesearch-import';
import { input, measure } from './measure.mjs';

const CHUNK = 65_536;
const BILLION = 1e9;

function* text(begin, unit, bytes, end = '') {
  yield Buffer.from(begin);
  const chunk = Buffer.from(unit.repeat(CHUNK / unit.length));
  for (let given = 0; given < bytes; given += chunk.length) yield chunk;
  yield Buffer.from(end);
}

/** Gzip whose members are all the same. */
const membersOf = (member, count) => Array(count).fill(member);

const nested = (unit, end) => `${unit.repeat(1_000_000)}${end.repeat(1_000_000)}`;

/** By name: how the source is called, and its bytes. Each makes its reading end with an error, or is small. */
const CATALOGUES = {
  'a header of a million columns': ['a.csv', () => text('Id,Image', ',', 1_000_000, '\n1,a.jpg\n')],
  'one line of 2 GB': ['a.csv', () => text('', 'a', 2 * BILLION)],
  'JSON in one text of 2 GB': ['a.json', () => text('[{"id":"', 'a', 2 * BILLION)],
  'a number of 2 GB between JSON objects': ['a.json', () => text('[', '1', 2 * BILLION)],
  'a text of 2 GB behind JSON rows': [
    'a.json',
    () => text('{"products":[{"id":1,"image":"a.jpg"}],"x":"', 'a', 2 * BILLION),
  ],
  'JSON lines of one line of 2 GB': ['a.jsonl', () => text('{"id":1}\n{"id":"', 'a', 2 * BILLION)],
  'arrays nested a million deep': ['a.json', () => text(nested('[', ']'), ' ', 0)],
  'objects nested a million deep in a line': [
    'a.jsonl',
    () => text(`{"id":1}\n${nested('{"a":', '}')}`, ' ', 0),
  ],
  'blanks behind an object in a line': ['a.jsonl', () => text('{"id":1}', ' ', 200_000, 'x')],
  'escaped quotes in an open text': ['a.jsonl', () => text('{"id":1}\n{"id":"', '\\"', 900_000, '\n')],
  'gzip of 2 GB of blanks': ['a.csv.gz', () => membersOf(gzipSync(Buffer.alloc(16e6, ' ')), 125)],
};

if (input.work === 'names') console.log(JSON.stringify(Object.keys(CATALOGUES)));
else {
  const [name, bytes] = CATALOGUES[input.work];
  await measure({
    async [input.work]() {
      try {
        for await (const _ of readCatalogue({ name, bytes: Readable.from(bytes()) }));
      } catch (error) {
        if (error.name !== 'CatalogueUnreadable' && error.name !== 'TypeError') throw error;
      }
      return { done: 1 };
    },
  });
}
