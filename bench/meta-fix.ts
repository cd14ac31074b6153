import { open, readFile } from 'node:fs/promises';
import { writeMetaFile } from '../samples/make-meta.ts';
import { META_FIELDS } from '../src/meta/model/meta-fields.ts';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LINES = 200_000;
const ROUNDS = 5;

/** What every line of a file needs, by what is done to a line that needs nothing. */
const KINDS: Readonly<Record<string, (line: string) => string>> = {
  'no repair': (line) => `${line}\n`,
  'LF for CRLF': (line) => `${line}\r\n`,
  'quotes around ProductId': (line) => `${line.replace(/"ProductId":"\D*(\d+)"/, '"ProductId":1$1')}\n`,
  'PicName without its slash': (line) => `${line.replace('"PicName":"', '"PicName":"/')}\n`,
  'Region as text': (line) => `${withRegion(line)}\n`,
  'no trailing comma': (line) => `${line.slice(0, -1)},}\n`,
  'keys of today for lower case': (line) =>
    `${line.replaceAll(/"(OperationType|ProductId|PicName|CustomContent)":/g, (key) => key.toLowerCase())}\n`,
  'names of today for those of 2018': (line) => `${withOldNames(line)}\n`,
  'OperationType in capitals': (line) => `${line.replace(/"(ADD|DELETE)"/, (word) => word.toLowerCase())}\n`,
  'one line for an object over several': (line) => `${JSON.stringify(JSON.parse(line), null, 2)}\n`,
};

const withRegion = (line: string) => {
  const { Crop: _, Region: __, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const region = { x1: 20, x2: 40, y1: 60, y2: 80 };
  return JSON.stringify({ ...fields, OperationType: 'ADD', CustomContent: '', Region: region });
};

/** The names of 2018 for the fields that had one then. */
const withOldNames = (line: string) => {
  const fields = JSON.parse(line) as Record<string, unknown>;
  const old = META_FIELDS.flatMap((field) => {
    const value = fields[field.wire];
    if (!('in2018' in field) || value === undefined) return [];
    return [[field.in2018, field.in2018 === 'pic_list' ? [value] : value] as const];
  });
  return JSON.stringify(Object.fromEntries(old));
};

/** Fixing a file whose every line needs a repair, against reading and writing as many lines without checking anything. */
export async function* benchMetaFix(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const clean = folder.pathOf('increment.meta');
  const damaged = folder.pathOf('damaged.meta');
  await writeMetaFile(clean, { lines: LINES });
  const lines = (await readFile(clean, 'utf8')).split('\n').slice(0, -1);
  for (const [kind, damage] of Object.entries(KINDS)) {
    await writeLines(damaged, lines, damage);
    const middle = await interleaved(ROUNDS, {
      fix: () => inWorker('meta-fix.worker.mjs', { work: 'fix', path: damaged }, LINES),
      rewrite: () => inWorker('meta-fix.worker.mjs', { work: 'rewrite', path: clean }, LINES),
    });
    yield {
      name: `fix ${LINES} lines, each of which needs ${kind}`,
      value: middle('fix', 'seconds'),
      unit: 's',
      against: {
        name: 'readline, JSON.parse and JSON.stringify of as many clean lines',
        value: middle('rewrite', 'seconds'),
      },
    };
  }
}

const LINES_AT_ONCE = 1_000;

async function writeLines(path: string, lines: readonly string[], damage: (line: string) => string) {
  await using file = await open(path, 'w');
  for (let n = 0; n < lines.length; n += LINES_AT_ONCE)
    await file.writeFile(
      lines
        .slice(n, n + LINES_AT_ONCE)
        .map(damage)
        .join(''),
    );
}
