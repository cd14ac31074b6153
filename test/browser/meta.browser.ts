import { runInThisContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './report-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** A program of a page, bundled and made small as a shop would do it. */
async function bundled(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname },
    ...{ bundle: true, minify: true, format: 'iife', platform: 'browser', target: 'es2022', write: false },
    logLevel: 'silent', // chunks of nothing but declarations are left out, as `sideEffects` of package.json says
  });
  return outputFiles[0]?.text ?? '';
}

const PROGRAM = `
  import { DuplicateFinder, fixMeta, MetaFileBuilder, MetaLineParser } from 'imagesearch-import/meta';
  globalThis.result = (async () => {
    const builder = new MetaFileBuilder();
    builder.add({ productId: '1', picName: '鞋.jpg', customContent: 'k:v' });
    builder.add({ productId: '1', picName: '鞋.jpg', customContent: 'k:w' });
    const file = new Blob([builder.toString(), '{"ProductId":"2",}']);
    const codes = [];
    const lint = new MetaLineParser().lint(file);
    for await (const { line, column, code } of lint) codes.push(line + ':' + column + ' ' + code);
    const finder = new DuplicateFinder();
    for await (const { record, line, offset } of new MetaLineParser().parse(file))
      if (record) finder.add(record, line, offset);
    const twice = [];
    for await (const { code } of finder.issues()) twice.push(code);
    const fixed = new MetaFileBuilder();
    for await (const { notes } of fixMeta(builder.toString().replace('ADD', 'add'))) codes.push(...notes.map(({ code }) => code));
    return { lines: lint.summary.lines, codes, twice: twice.length };
  })();`;

describe('./meta in Chromium', () => {
  it('writes, checks and repairs meta files as it does in Node', async () => {
    const script = await bundled(PROGRAM);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => void complaints.push(`It asks for ${request.url()}`));
    await page.addScriptTag({ content: script });
    const inBrowser = await page.evaluate('globalThis.result');
    runInThisContext(script);
    const inNode = await (globalThis as unknown as { readonly result: Promise<unknown> }).result;
    expect(inBrowser).toEqual(inNode);
    expect(inBrowser).toMatchObject({ lines: 3, twice: expect.any(Number) });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    ['{ parseRegion }', 600],
    ['{ DuplicateFinder }', 8_000],
    ['{ metaRecordSchema }', 9_500],
    ['{ MetaFileBuilder }', 19_000],
    ['{ MetaLineParser }', 32_000],
    ['*', 51_000],
  ])('is at most so large when a page takes %s', async (names, most) => {
    const bytes = gzipSync(await bundled(`export ${names} from 'imagesearch-import/meta'`), {
      level: 9,
    }).length;
    expect(bytes).toBeLessThan(most);
    expect(bytes).toBeGreaterThan(most * 0.8); // or the bound no longer says how large it is
  });
});
