import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MANY = 500_000;
const FEW = 50_000;
const ROUNDS = 5;

/** Without the flag the first 50,000 entries end before the heap has its size: docs/decisions/small-heap.md. */
const SMALL_HEAP = ['--optimize-for-size'];

/** Entries of a catalogue of JSON lines, each of about 250 bytes, against what reads and parses without understanding. */
export async function* benchCatalogueJson(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const [many, few] = [folder.pathOf('many.jsonl'), folder.pathOf('few.jsonl')];
  await pipeline(lines(MANY), createWriteStream(many));
  await pipeline(lines(FEW), createWriteStream(few));
  const work =
    (name: 'entries' | 'readline', path: string, expected: number, flags: readonly string[] = []) =>
    () =>
      inWorker('catalogue-json.worker.mjs', { work: name, path }, expected, flags);
  const middle = await interleaved(ROUNDS, {
    entries: work('entries', many, MANY),
    readline: work('readline', many, MANY),
    many: work('entries', many, MANY, SMALL_HEAP),
    few: work('entries', few, FEW, SMALL_HEAP),
  });
  yield {
    name: `entries of ${MANY} JSON lines (at most 1.6)`,
    value: middle('entries', 'seconds'),
    unit: 's',
    against: { name: 'readline and JSON.parse', value: middle('readline', 'seconds') },
  };
  yield {
    name: `peak memory of ${MANY} JSON lines (at most 1.1)`,
    value: middle('many', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW}`, value: middle('few', 'peakMb') },
  };
}

function* lines(count: number): Generator<string, void, void> {
  const batch = 1000;
  for (let first = 0; first < count; first += batch)
    yield Array.from({ length: batch }, (_, n) => `${JSON.stringify(product(first + n))}\n`).join('');
}

const product = (n: number) => ({
  ProductId: String(100_000 + n),
  Image: `images/spring/${n % 1000}/p${n}.jpg`,
  CategoryId: n % 8,
  CustomContent: `红色 shirt number ${n}, with a description of about a hundred characters that fills the line`,
  IntAttr: n,
  StrAttr: `brand-${n % 100}`,
  Crop: true,
  Price: n / 100,
});
