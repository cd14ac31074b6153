import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CatalogueImport, reportImport } from '../../src/index.ts';
import type { PackedRows } from '../../src/report/rows/packed-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { importAndCollect, into, makeSamples, quickEmulator } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

/** The rows of a page, and the counts that it shows. */
function readPage(path: string) {
  const page = readFileSync(path, 'utf8');
  const base64 = /<script type="text\/plain" id="rows">([^<]*)</.exec(page)?.[1] ?? '';
  const rows = JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString()) as PackedRows;
  const counts = [...page.matchAll(/<tr data-status="(\w+)">.*?<td class="number">([\d,]+)</g)];
  return {
    page,
    rows,
    counts: Object.fromEntries(counts.map(([, name = '', count]) => [name, Number(count)])) as Readonly<
      Record<string, number>
    >,
  };
}

const COMMAND_LINE = {
  ...{ source: ['/shop.csv'], columns: ['--column', 'Image=pic'], sync: [], options: ['--ca', '/ca.pem'] },
};

describe('reportImport()', () => {
  it('reports what became of every entry, when each stage ran and what to do next', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const state = join(folder.path, 'shop.state');
    const { summary, outcomes } = await importAndCollect(samples.path, {
      ...into(emulator),
      ...{ images: samples.dir, state, linesPerTask: 4, commandLine: COMMAND_LINE },
    });
    const path = join(folder.path, 'shop.html');
    await reportImport(state, path);
    const { page, rows, counts } = readPage(path);
    const { supplied, refused, succeeded: imported } = summary;
    expect(counts).toEqual({ imported, refused, supplied });
    const told = outcomes.map(({ productId, status }) => `${productId} ${status}`);
    const shown = rows.productId.map((id, n) => `${id} ${rows.statuses[rows.status[n] ?? 0]}`);
    expect(shown.toSorted()).toEqual(told.toSorted());
    const sizes = outcomes.flatMap(({ image }) => (image === undefined ? [] : [image.bytes]));
    expect(sizes.length).toBeGreaterThan(0);
    expect(rows.bytes.filter((bytes) => bytes > 0).toSorted()).toEqual(sizes.toSorted());
    for (const part of ['timeline', 'tasks', 'columns', 'reasons', 'sizes', 'sides', 'next'])
      expect(page).toContain(`<section aria-labelledby="${part}-heading"`);
    expect(page).toContain('<th scope="row">productId</th><td><bdi>ProductId</bdi></td>');
    expect(page).toContain(
      `imagesearch-import import ${join(state, 'refused.csv')} --column Image=pic --ca /ca.pem`,
    );
  });

  it('shows the entries that have no outcome yet as open, in Chinese too', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const state = join(folder.path, 'shop.state');
    const options = { ...into(emulator), images: samples.dir, state, linesPerTask: 2 };
    let told = 0;
    for await (const _ of new CatalogueImport(samples.path, options)) if (++told === 3) break;
    const before = await readFile(join(state, 'journal.jsonl'));
    const path = join(folder.path, 'shop.html');
    await reportImport(state, path, { language: 'zh' });
    const { page, counts } = readPage(path);
    const { open = 0, supplied, ...settled } = counts;
    expect(supplied).toBe(samples.rows.length);
    expect(open).toBe(samples.rows.length - Object.values(settled).reduce((sum, count) => sum + count, 0));
    expect(open).toBeGreaterThan(0);
    expect(page).toContain('导入尚未完成');
    expect(await readFile(join(state, 'journal.jsonl'))).toEqual(before);
  });

  it('refuses a folder that holds no import, and leaves no file', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'shop.html');
    await expect(reportImport(folder.path, path)).rejects.toThrow('as it holds no import and no sync');
    await expect(reportImport(join(folder.path, 'none'), path)).rejects.toThrow(
      /Cannot report .*none" as it does not exist/,
    );
    await expect(reportImport('', path)).rejects.toThrow("'state' must be a non-empty string");
    expect(existsSync(path)).toBe(false);
  });
});
