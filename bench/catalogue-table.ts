import { open } from 'node:fs/promises';
import { makeRecords } from '../samples/make-meta.ts';
import { COLUMNS } from '../src/catalogue/model/columns.ts';
import { formatRegion } from '../src/meta/model/region.ts';
import { inWorker } from './child.ts';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MANY = 500_000;
const FEW = 50_000;
const ROUNDS = 5;
const WORKER = 'catalogue-table.worker.mjs';

const read = (path: string, rows: number) => () => inWorker(WORKER, { work: 'readCatalogue', path }, rows);
const parse = (path: string, rows: number) => () => inWorker(WORKER, { work: 'csvParse', path }, rows);

/** Rows of a table, understood and checked, against cells alone. */
export async function* benchCatalogueTable(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const { pathOf } = folder;
  const [many, few, hostile] = [pathOf('many.csv'), pathOf('few.csv'), pathOf('hostile.csv')];
  await writeTable(many, MANY);
  await writeTable(few, FEW);
  await writeFileOf(hostile, hostileLines());
  const middle = await interleaved(ROUNDS, {
    ours: read(many, MANY),
    csvParse: parse(many, MANY),
    few: read(few, FEW),
    hostile: read(hostile, MANY),
  });
  yield {
    name: `read ${MANY} rows of a CSV file (at most 1.6)`,
    value: middle('ours', 'seconds'),
    unit: 's',
    against: { name: 'csv-parse, cells alone', value: middle('csvParse', 'seconds') },
  };
  yield {
    name: `peak memory of reading ${MANY} rows of a CSV file (at most 1.1)`,
    value: middle('ours', 'peakMb'),
    unit: 'MB',
    against: { name: `of ${FEW} rows`, value: middle('few', 'peakMb') },
  };
  yield {
    name: `read ${MANY} rows of a CSV file, each with a quote that nothing closes (at most 1.6)`,
    value: middle('hostile', 'seconds'),
    unit: 's',
    against: { name: 'csv-parse, cells alone, of sound rows', value: middle('csvParse', 'seconds') },
  };
}

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
/** A column that no entry has, as in every shop's file. */
const LINK = 'https://shop.example/products/of-the-season/all/';

/** Of about 250 bytes a row. */
const writeTable = (path: string, rows: number) => writeFileOf(path, tableLines(rows));

function* tableLines(rows: number): Generator<string, void, void> {
  yield `${NAMES.join(',')},Link\n`;
  for (const record of makeRecords({ count: rows })) {
    const region = 'region' in record && record.region ? formatRegion(record.region) : undefined;
    const values: Readonly<Record<string, unknown>> = { ...record, image: record.picName, region };
    yield `${NAMES.map((name) => quoted(String(values[name] ?? ''))).join(',')},${LINK}${record.productId}\n`;
  }
}

/** Read anew to the end of a megabyte from each line, they would take hours. */
function* hostileLines(): Generator<string, void, void> {
  yield 'ProductId,Image,CustomContent,StrAttr\n';
  for (let row = 0; row < MANY; row += 1) yield `P${row}",a.jpg,b,"c\n`;
}

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

async function writeFileOf(path: string, lines: Iterable<string>): Promise<void> {
  await using file = await open(path, 'w');
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < 1 << 20) continue;
    await file.writeFile(chunk);
    chunk = '';
  }
  await file.writeFile(chunk);
}
