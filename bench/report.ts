import { statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReportWriter } from 'imagesearch-import';
import { type Browser, chromium } from 'playwright-core';
import type { Figure } from './figure.ts';
import { interleaved } from './rounds.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROWS = 100_000;
const ROUNDS = 7;
const MOST_MB = 4;

/**
 * A report of 100,000 rows: its size, and how soon its table and its charts are there, against a page that only unpacks the
 * same rows. Takes Chromium (Debian's package chromium).
 */
export async function* benchReport(): AsyncGenerator<Figure, void, void> {
  await using folder = await temporaryFolder();
  const paths = { report: join(folder.path, 'report.html'), empty: join(folder.path, 'empty.html') };
  await writeReport(paths.report);
  await writeFile(paths.empty, emptyPage(await readFile(paths.report, 'utf8')));
  yield {
    name: 'report of 100,000 rows: size',
    value: Math.round(statSync(paths.report).size / 10_000) / 100,
    unit: 'MB',
    against: { name: 'limit', value: MOST_MB },
  };
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const of = await interleaved(ROUNDS, {
      report: async () => ({ seconds: await readyAfter(browser, paths.report) }),
      empty: async () => ({ seconds: await readyAfter(browser, paths.empty) }),
    });
    yield {
      name: 'report of 100,000 rows: ready',
      value: of('report', 'seconds'),
      unit: 's',
      against: { name: 'a page that only unpacks the rows', value: of('empty', 'seconds') },
    };
  } finally {
    await browser.close();
  }
}

async function writeReport(path: string): Promise<void> {
  await using report = await ReportWriter.open(path);
  for (let n = 0; n < ROWS; n += 1) {
    const isRefused = n % 10 === 0;
    const bytes = ((n * 7_919) % 8_000_000) + 1;
    await report.add({
      status: isRefused ? 'refused' : 'imported',
      place: { source: 'shop.csv', line: n + 2 },
      productId: String(6_932_170_000 + n),
      picName: `images/${((n * 2_654_435_761) % 4_294_967_296).toString(36)}.jpg`,
      issues: isRefused
        ? [{ code: 'IMAGE_TOO_LARGE', severity: 'error', path: ['bytes'], message: `It has ${bytes} bytes` }]
        : [],
      image: { bytes, width: 50 + ((n * 31) % 6_000), height: 50 + ((n * 37) % 6_000) },
    });
  }
  await report.finish({
    ...{ kind: 'import', subject: 'shop.csv', madeAt: Date.now() },
    limits: { minSide: 100, maxSide: 4_096, maxBytes: 4_194_304 },
  });
}

/** The rows of a report, and nothing but a program that unpacks them. */
function emptyPage(report: string): string {
  const rows = /<script type="text\/plain" id="rows">[^<]*<\/script>/.exec(report)?.[0] ?? '';
  return `<!doctype html><meta charset="utf-8"><title>empty</title>${rows}<script>
const bytes = Uint8Array.fromBase64(document.getElementById('rows').textContent);
const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
new Response(unzipped).json().then((rows) => {
  performance.mark('ready');
  document.documentElement.dataset.ready = String(rows.status.length);
});
</script>`;
}

/** Seconds from the start of the navigation until the page has marked that it is ready. */
async function readyAfter(browser: Browser, path: string): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.goto(`file://${path}`);
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    const ready = await page.evaluate(`performance.getEntriesByName('ready')[0].startTime`);
    return Number(ready) / 1_000;
  } finally {
    await page.close();
  }
}
