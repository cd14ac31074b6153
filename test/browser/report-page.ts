import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? 'chromium';

/** Starts Chromium: as root it has no sandbox of its own. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = CHROMIUM.includes('/') ? CHROMIUM : `/usr/bin/${CHROMIUM}`;
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

export interface PageOptions {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** A report that is open, and everything that the browser complained of. */
export interface OpenReport extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: readonly string[];
}

/** Opens a report from its file and waits until its rows are there. */
export async function openReport(
  browser: Browser,
  path: string,
  { width = 1_200, colorScheme = 'light' }: PageOptions = {},
): Promise<OpenReport> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!/^(?:file|data|blob):/.test(request.url())) complaints.push(`It asks for ${request.url()}`);
  });
  await page.goto(`file://${encodeURI(path)}`);
  await page.waitForSelector('html[data-ready]');
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
}
