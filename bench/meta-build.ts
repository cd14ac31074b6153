import { open, readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { makeRecords, writeMetaFile } from '../samples/make-meta.ts';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const RECORDS = 500_000;
const ROUNDS = 5;
const FLAGS = ['--expose-gc']; // so that what was left by preparing the records is not collected on the clock

/** Checking and writing records, against writing objects that have the file's names already. */
export async function* benchMetaBuild(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const [records, lines] = [folder.pathOf('records.jsonl'), folder.pathOf('lines.jsonl')];
  await writeRecords(records);
  await writeMetaFile(lines, { lines: RECORDS });
  const write = (work: string, from: string) => async () =>
    inWorker('meta-build.worker.mjs', { work, records: from, path: folder.pathOf(work) }, RECORDS, FLAGS);
  const middle = await interleaved(ROUNDS, {
    builder: write('builder', records),
    stringify: write('stringify', lines),
  });
  await assertSameRecords(folder.pathOf('builder'), folder.pathOf('stringify'));
  yield {
    name: `check and write ${RECORDS} records (at most 0.5)`,
    value: middle('builder', 'seconds'),
    unit: 's',
    against: { name: 'write and JSON.stringify, nothing checked', value: middle('stringify', 'seconds') },
  };
}

/** The records with the names that they have in code. */
async function writeRecords(path: string): Promise<void> {
  await using file = await open(path, 'w');
  let chunk = '';
  for (const record of makeRecords({ count: RECORDS })) {
    chunk += `${JSON.stringify(record)}\n`;
    if (chunk.length < 1 << 20) continue;
    await file.writeFile(chunk);
    chunk = '';
  }
  await file.writeFile(chunk);
}

async function assertSameRecords(...paths: readonly [string, string]): Promise<void> {
  const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\n');
  const [ours, theirs] = [await linesOf(paths[0]), await linesOf(paths[1])];
  const same = (one: string, other: string | undefined) =>
    one === other || isDeepStrictEqual(JSON.parse(one), JSON.parse(other ?? 'null'));
  const at = ours.findIndex((line, n) => !same(line, theirs[n]));
  if (at >= 0 || ours.length !== theirs.length) throw new Error(`The files differ in line ${at + 1}`);
}
