import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MetaLineParser, readCatalogue } from '../../src/index.ts';
import { all } from '../support/items.ts';
import { openFilesBelow, tellsOpenFiles } from '../support/open-files.ts';
import { makePipe, specialFiles } from '../support/special-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { makeWorkbook, textRow } from './workbook/make-workbook.ts';

const place = temporaryFolder();
const special = await specialFiles(place.path);
afterAll(() => {
  special[Symbol.dispose]();
  place[Symbol.dispose]();
});
const TABLE = 'ProductId,Image\nP1,a.jpg\nP2,b.jpg\n';

describe('readCatalogue()', () => {
  it('reads a named pipe as a stream', async () => {
    const path = join(place.path, 'table.csv');
    makePipe(path);
    spawn('/bin/sh', ['-c', `printf '%b' '${TABLE.replaceAll('\n', '\\n')}' > '${path}'`]);
    const rows = await all(readCatalogue(path));
    expect(rows.map(({ entry }) => entry?.productId)).toEqual(['P1', 'P2']);
  });

  it('reads a workbook through a named pipe', async () => {
    const [path, whole] = [join(place.path, 'pipe.xlsx'), join(place.path, 'whole.xlsx')];
    makePipe(path);
    writeFileSync(
      whole,
      makeWorkbook({ rows: textRow(1, 'ProductId', 'Image') + textRow(2, 'P1', 'a.jpg') }),
    );
    spawn('/bin/sh', ['-c', `cat '${whole}' > '${path}'`]);
    const rows = await all(readCatalogue(path));
    expect(rows.map(({ entry }) => entry?.productId)).toEqual(['P1']);
  });

  it('refuses a socket', async () => {
    await expect(all(readCatalogue(join(place.path, 'socket')))).rejects.toThrow('it is a socket');
  });

  it.runIf(tellsOpenFiles)('leaves no file open when it is left early', async () => {
    const path = join(place.path, 'left.csv');
    writeFileSync(path, TABLE + 'P3,c.jpg\n'.repeat(100_000));
    for await (const _ of readCatalogue(path)) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(openFilesBelow(path)).toEqual([]);
  });
});

describe('MetaLineParser', () => {
  it.each(special.paths)('refuses %s in place of an increment.meta: %s', async (kind, path) => {
    await expect(all(new MetaLineParser().parse({ path }))).rejects.toThrow(`it is ${kind}`);
  });
});
