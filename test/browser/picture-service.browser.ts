import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPictureService, picture } from '../examples/running-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openBrowser } from './report-page.ts';

const HOSTILE = '<img src=x onerror=alert(1)>.png';

const folder = temporaryFolder();
const file = (name: string) => join(folder.path, name);
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  await writeFile(file('good.png'), await picture());
  await writeFile(file('small.png'), await picture(50));
});
afterAll(async () => {
  await browser?.close();
  folder[Symbol.dispose]();
});

/** The page of a service, and everything that the browser complained of. */
async function openPage(colorScheme: 'light' | 'dark' = 'light') {
  const running = await openPictureService();
  const context = await browser.newContext({ colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(running.address);
  return {
    ...{ page, complaints, emulator: running.emulator },
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await running[Symbol.asyncDispose]();
    },
  };
}

async function add(page: Page, path: string, productId: string, picName?: string): Promise<void> {
  await page.getByLabel('Picture', { exact: true }).setInputFiles(path);
  await page.getByLabel('Product id').fill(productId);
  if (picName !== undefined) await page.getByLabel('Name of the picture').fill(picName);
  await page.getByRole('button', { name: 'Add' }).click();
}

async function search(page: Page, path: string): Promise<void> {
  await page.getByLabel('Picture to look for').setInputFiles(path);
  await page.getByRole('button', { name: 'Search' }).click();
}

/** What the page comes to show: a picture waits a second for others. */
const shown = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 60_000 });
const added = (page: Page) => page.locator('#added').innerText();
const searched = (page: Page) => page.locator('#searched').innerText();

describe('the page of the example picture-service in Chromium', () => {
  it('adds a picture, shows it among the found ones, and deletes it', async () => {
    await using opened = await openPage();
    const { page, complaints, emulator } = opened;
    await add(page, file('good.png'), '1000');
    await shown(() => added(page)).toContain('good.png of 1000 is in the gallery');
    await search(page, file('good.png'));
    await shown(() => searched(page)).toBe('1 found');
    const found = page.locator('#found li');
    expect(await found.innerText()).toContain('good.png of 1000');
    await shown(() =>
      found.locator('img').evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBe(200);
    await page.getByRole('button', { name: 'Delete good.png' }).click();
    await shown(() => searched(page)).toContain('good.png of 1000 is deleted');
    expect(await found.count()).toBe(0);
    expect(emulator.gallery()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('says why a picture is refused, and what to do', async () => {
    await using opened = await openPage();
    const { page, emulator } = opened;
    await add(page, file('small.png'), '1000');
    await shown(() => added(page)).toContain('small.png of 1000 was refused');
    expect(await added(page)).toContain('IMAGE_SIDE_TOO_SHORT Width is 50 px, least is 100');
    expect(await added(page)).toContain('Supply a larger picture');
    await search(page, file('small.png'));
    await shown(() => searched(page)).toContain('IMAGE_SIDE_TOO_SHORT');
    expect(emulator.gallery()).toEqual([]);
  });

  it('keeps hostile names as texts', async () => {
    await using opened = await openPage();
    const { page, complaints } = opened;
    await add(page, file('good.png'), '<script>alert(2)</script>', HOSTILE);
    await shown(() => added(page)).toContain(`${HOSTILE} of <script>alert(2)</script> is in the gallery`);
    await search(page, file('good.png'));
    await shown(() => page.locator('#found li').allInnerTexts()).toHaveLength(1);
    expect(await page.locator('#found li').innerText()).toContain(HOSTILE);
    expect(await page.locator('#found img').count()).toBe(1); // the picture that was added
    expect(await page.locator('main script').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('runs no script that is put into it, and says so to the developer alone', async () => {
    await using opened = await openPage();
    const { page, complaints } = opened;
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'document.title = "broken into"';
      document.body.append(script);
    }`);
    expect(await page.title()).toBe('Pictures of products');
    expect(complaints.join()).toContain('Content Security Policy');
  });

  it.each(['light', 'dark'] as const)('is found in order by axe in %s colours', async (scheme) => {
    await using opened = await openPage(scheme);
    const { page } = opened;
    await add(page, file('small.png'), '1');
    await shown(() => added(page)).toContain('refused');
    await add(page, file('good.png'), '1');
    await shown(() => added(page)).toContain('is in the gallery');
    await search(page, file('good.png'));
    await shown(() => searched(page)).toBe('1 found');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  });
});
