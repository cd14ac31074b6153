/** Makes the pictures of the README from the real thing, in Chromium: `npm run pictures`. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importCatalogue, reportImport } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { makeSampleCatalogue } from '../samples/make-catalogue.ts';
import { openBrowser, openReport } from '../test/browser/report-page.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Writes a picture of few colours, which takes a third of the bytes. */
const keep = (name: string, png: Uint8Array) =>
  sharp(png)
    .png({ palette: true, colours: 64, effort: 10 })
    .toFile(join(ROOT, 'docs/pictures', `${name}.png`));

/** The part of what the demo prints that fits a picture: what was refused, and the sums. */
const SHOWN = /^Refused before upload[\s\S]*/m;

const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
process.chdir(folder); // the report has paths as they are given
const browser = await openBrowser();
try {
  await pictureTerminal(browser);
  await pictureReport(browser);
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

async function pictureTerminal(browser: Browser): Promise<void> {
  const printed = execFileSync(process.execPath, ['--import', 'tsx', 'demo/main.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [shown] = SHOWN.exec(printed) ?? [];
  if (shown === undefined) throw new Error(`The demo has printed nothing of ${SHOWN}`);
  const page = await browser.newPage({ viewport: { width: 1_000, height: 900 } });
  await page.setContent(`<style>
    body { margin: 0; background: #fff; }
    pre { margin: 0; padding: 20px; width: 105ch; white-space: pre-wrap; font: 14px/1.35 monospace; }
  </style><pre></pre>`);
  const output = page.locator('pre');
  await output.evaluate((pre, text) => {
    pre.textContent = text;
  }, `$ npm run demo\n…\n${shown.trim()}`);
  await keep('terminal', await output.screenshot());
}

async function pictureReport(browser: Browser): Promise<void> {
  const { path, dir } = await makeSampleCatalogue('images');
  await using emulator = await startEmulator({ taskDurationMs: 0 });
  await importCatalogue(path, {
    ...{ images: dir, to: `oss://${emulator.bucketName}/spring`, state: 'shop.state' },
    ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
    ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
  });
  await reportImport('shop.state', 'shop.html');
  await using opened = await openReport(browser, join(folder, 'shop.html'), { width: 1_000 });
  await keep('report', await opened.page.screenshot());
}
