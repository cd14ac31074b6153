// Plans the entries of an import and cuts them into shards, in a process of its own; prints what it took.
import { readCatalogue } from '../src/catalogue/read-catalogue.ts';
import { planEntries } from '../src/import/plan/plan-entries.ts';
import { plannedEntries } from '../src/import/plan/planned-entries.ts';
import { cutShards } from '../src/import/state/cut-shards.ts';
import { input, measure } from './measure.mjs';

const LINES_PER_TASK = 10_000;

const { entries, folder } = input;

await measure({
  plan: () => plan(undefined),
  planListed: () => plan(objects),
});

async function plan(listObjects) {
  const options = { work: folder, images: folder, folder: 'spring', listObjects, signal: undefined };
  const rules = { serviceType: 'product', profile: 'documented', picNameBase: 'folder' };
  const read = await planEntries(readCatalogue(rows()), { ...options, ...rules });
  let present = 0;
  await cutShards(counted(), { folder, linesPerTask: LINES_PER_TASK, shardsBefore: 0, signal: undefined });
  if (present !== (listObjects === undefined ? 0 : entries)) throw new Error(`Found ${present} objects`);
  return { done: read.entries };

  async function* counted() {
    for await (const entry of plannedEntries(folder)) {
      if (entry.present !== undefined) present += 1;
      yield entry;
    }
  }
}

function* rows() {
  for (let n = 0; n < entries; n++) {
    const digits = digitsOf(n);
    const fields = { categoryId: n % 10, customContent: `content of product ${n}`, intAttr: n % 1_000 };
    yield { productId: `P${digits}`, image: `img/${digits}-1.jpg`, ...fields };
  }
}

/** A bucket that has the image of every entry, and as many objects of others. */
async function* objects() {
  for (let n = 0; n < 2 * entries; n++)
    yield { key: `spring/img/${digitsOf(n)}-1.jpg`, bytes: 100_000 + n, etag: digitsOf(n).padStart(32, 'A') };
}

/** Of another number for each: an odd factor repeats none below 2 ** 32. */
function digitsOf(n) {
  return String(Math.imul(n, 0x9e3779b1) >>> 0).padStart(10, '0');
}
