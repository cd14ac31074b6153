import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { inWorker } from './child.ts';
import { startExportService } from './export-service.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const RECORDS = 1_000_000;
const ROUNDS = 3;

/** An export of a million records, downloaded and read, against reading and parsing the same file from the disk. */
export async function* benchGalleryExport(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const path = folder.pathOf('export.jsonl');
  await pipeline(lines(RECORDS), createWriteStream(path));
  await using service = await startExportService(path, RECORDS);
  const work = (name: 'images' | 'readline') => () =>
    inWorker('gallery-export.worker.mjs', { work: name, path, endpoint: service.endpoint }, RECORDS);
  const middle = await interleaved(ROUNDS, { images: work('images'), readline: work('readline') });
  yield {
    name: `images of an export of ${RECORDS} records (at most 1.6)`,
    value: middle('images', 'seconds'),
    unit: 's',
    against: { name: 'readline and JSON.parse', value: middle('readline', 'seconds') },
  };
  yield {
    name: `peak memory of that export (at most 150 MB)`,
    value: middle('images', 'peakMb'),
    unit: 'MB',
    against: { name: 'readline and JSON.parse', value: middle('readline', 'peakMb') },
  };
}

function* lines(count: number): Generator<string, void, void> {
  const batch = 1000;
  for (let first = 0; first < count; first += batch)
    yield Array.from({ length: batch }, (_, n) => `${JSON.stringify(record(first + n))}\n`).join('');
}

const record = (n: number) => ({
  ProductId: String(100_000 + n),
  PicName: `spring/${n % 1000}/p${n}.jpg`,
  CategoryId: n % 8,
  CustomContent: `红色 shirt number ${n}, with a description of about a hundred characters that fills the line`,
  IntAttr: n,
  StrAttr: `brand-${n % 100}`,
});
