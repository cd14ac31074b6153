// Finds which images are named twice, in a process of its own; prints what it took without the making of the names.
import { DuplicateFinder } from 'imagesearch-import/meta';
import { input, measure } from './measure.mjs';

const CHUNK = 10_000;
const EVERY = 100; // one line in so many names an image again
const ID_LENGTH = 11;
const KEY_LENGTH = 31;

const { keys } = input;
const found = new Uint8Array(keys / EVERY);
let done = 0;
let seconds = 0;

await measure({
  async finder(look) {
    const finder = new DuplicateFinder();
    eachRecord(look, (record, line) => finder.add(record, line, line * 256));
    const start = performance.now();
    for await (const issue of finder.issues()) note(issue.line);
    finder.close();
    seconds += (performance.now() - start) / 1000;
    return { done, seconds };
  },
  async set(look) {
    const names = new Set();
    eachRecord(look, ({ productId, picName }, line) => {
      const { size } = names;
      if (names.add(`${productId}\0${picName}`).size === size) note(line);
    });
    return { done, seconds };
  },
});

/** Only what is done with the records is timed. */
function eachRecord(look, take) {
  for (const { records, firstLine } of chunks()) {
    const start = performance.now();
    for (let n = 0; n < CHUNK; n++) take(records[n], firstLine + n);
    seconds += (performance.now() - start) / 1000;
    look();
  }
}

/** Records as a parser gives them, with strings that are copies of bytes. */
function* chunks() {
  const bytes = Buffer.alloc(CHUNK * KEY_LENGTH);
  for (let from = 0; from < keys; from += CHUNK) {
    for (let n = 0; n < CHUNK; n++) {
      const digits = String(imageAt(from + n)).padStart(10, '0');
      bytes.latin1Write(`P${digits}img/${digits}-1.jpg`, n * KEY_LENGTH);
    }
    const records = Array.from({ length: CHUNK }, (_, n) => ({
      operationType: 'ADD',
      productId: bytes.latin1Slice(n * KEY_LENGTH, n * KEY_LENGTH + ID_LENGTH),
      picName: bytes.latin1Slice(n * KEY_LENGTH + ID_LENGTH, (n + 1) * KEY_LENGTH),
    }));
    yield { records, firstLine: from + 1 };
  }
}

/** A number of its own for each line (an odd factor repeats none below 2 ** 32), but for one line in a hundred. */
function imageAt(n) {
  const isRepeated = n % EVERY === EVERY - 1;
  const half = Math.floor(n / 2);
  const first = !isRepeated ? n : half % EVERY === EVERY - 1 ? half - 1 : half;
  return Math.imul(first, 0x9e3779b1) >>> 0;
}

function note(line) {
  if (line % EVERY !== 0) throw new Error(`Line ${line} names an image for the first time`);
  if (found[line / EVERY - 1]++ > 0) throw new Error(`Line ${line} was found twice`);
  done += 1;
}
