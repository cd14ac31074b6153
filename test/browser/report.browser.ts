import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visibleText } from '../../src/report/html/visible-text.ts';
import { ReportWriter } from '../../src/report/report-writer.ts';
import { HOSTILE } from '../report/report-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openBrowser, openReport } from './report-page.ts';
import { sampleRow, writeSampleReport, writeSyncReport } from './sample-report.ts';

const ROWS = 1_000;
const folder = temporaryFolder();
let browser: Browser;
let path: string;
beforeAll(async () => {
  browser = await openBrowser();
  path = await writeSampleReport(folder.path, ROWS);
});
afterAll(async () => {
  await browser?.close();
  folder[Symbol.dispose]();
});

const all = Array.from({ length: ROWS }, (_, n) => sampleRow(n));
const shown = (page: Page) => page.getByRole('status').textContent();
const rowCount = (page: Page) => page.getByRole('grid').getAttribute('aria-rowcount');
/** The texts of a column, of the rows that are drawn. */
const column = (page: Page, name: string) => page.locator(`.body .${name}`).allTextContents();
/** Which cell has the focus: its row and column as a screen reader has them. */
const focused = (page: Page) =>
  page.evaluate(
    `[document.activeElement.parentElement.ariaRowIndex, document.activeElement.ariaColIndex].join()`,
  );

describe('a report in Chromium', () => {
  it('shows the figures of its data, and keeps hostile names as texts', async () => {
    await using report = await openReport(browser, path);
    const { page, complaints } = report;
    const counts = await page
      .locator('#account [data-status]')
      .evaluateAll((lines) =>
        lines.map((line) => [line.getAttribute('data-status'), line.children[1]?.textContent]),
      );
    const of = (status: string) => String(all.filter((row) => row.status === status).length);
    expect(Object.fromEntries(counts)).toEqual({
      ...{ imported: of('imported'), refused: of('refused'), failed: of('failed') },
      ...{ open: '7', supplied: '1,007' },
    });
    const codes = await page.locator('#reasons tr[data-code="IMAGE_ROTATED"] .number').textContent();
    expect(codes).toBe(String(all.filter(({ issues }) => issues[0]?.code === 'IMAGE_ROTATED').length));
    expect(await shown(page)).toBe('1,000 of 1,000 rows');
    expect((await column(page, 'name')).slice(1, HOSTILE.length + 1)).toEqual(
      all.slice(1, HOSTILE.length + 1).map(({ picName }) => visibleText(picName ?? '')),
    );
    expect(await page.title()).toContain('Import: <img');
    expect(await page.locator('img').count()).toBe(1); // the small picture
    expect(await page.locator('#scatter canvas').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('searches and filters', async () => {
    await using report = await openReport(browser, path);
    const { page } = report;
    await page.getByLabel('Search').fill('p100123');
    await expect.poll(() => shown(page)).toBe('1 of 1,000 rows');
    expect(await column(page, 'productId')).toEqual(['P100123']);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Status').selectOption('refused');
    await page.getByLabel('Code').selectOption('IMAGE_ROTATED');
    const wanted = all.filter(({ issues }) => issues[0]?.code === 'IMAGE_ROTATED').length;
    await expect.poll(() => shown(page)).toBe(`${wanted} of 1,000 rows`);
    expect(await rowCount(page)).toBe(String(wanted + 1));
    expect(new Set(await column(page, 'codes'))).toEqual(new Set(['IMAGE_ROTATED']));
  });

  it.each([320, 800, 1_000, 1_280])(
    'has each heading over its cells when the window is %i px wide',
    async (width) => {
      for (const file of [path, await writeSyncReport(folder.path)]) {
        await using report = await openReport(browser, file, { width });
        const boxesOf = (row: string) =>
          report.page.locator(`${row} > .cell`).evaluateAll((cells) =>
            cells.map((cell) => {
              const { x, width } = cell.getBoundingClientRect();
              return { column: cell.className, x, width };
            }),
          );
        await report.page.locator('.grid').evaluate((grid) => {
          grid.scrollLeft = 100;
        });
        const headings = await boxesOf('.head');
        expect(headings.length).toBeGreaterThan(4);
        expect(await boxesOf('.body .row:first-child')).toEqual(headings);
      }
    },
  );

  it('has no column of lines when no line is known', async () => {
    await using report = await openReport(browser, await writeSyncReport(folder.path));
    expect(await report.page.locator('.place').count()).toBe(0);
  });

  it('shows every status and difference whole', async () => {
    await using report = await openReport(browser, await writeSyncReport(folder.path));
    const cut = await report.page
      .locator('.body .cell.status, .body .cell.difference')
      .evaluateAll((cells) =>
        cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
      );
    expect(cut).toEqual([]);
  });

  it('of a sync shows its differences and why images are not deleted, and filters by difference', async () => {
    await using report = await openReport(browser, await writeSyncReport(folder.path));
    const { page, complaints } = report;
    expect(await page.locator('[data-withheld="TOO_MANY_DELETED"]').textContent()).toContain('<img src=x');
    expect(await page.locator('[data-difference="changed"] .number').textContent()).toBe('10');
    await page.getByLabel('Difference').selectOption('changed');
    await expect.poll(() => shown(page)).toBe('10 of 20 rows');
    expect(new Set(await column(page, 'difference'))).toEqual(new Set(['Other content or category']));
    await page.locator('.body [tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').textContent()).toContain('customContent, intAttr');
    await page.keyboard.press('Escape');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('sorts by a column, and the other way at the second press', async () => {
    await using report = await openReport(browser, path);
    const { page } = report;
    const heading = page.getByRole('columnheader', { name: 'Bytes' });
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    await heading.getByRole('button').click();
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    expect((await column(page, 'bytes'))[0]).toBe('1,000,000');
    expect(await page.locator('.head .status').getAttribute('aria-sort')).toBe('none');
  });

  it('moves by keys through all rows, of which few are elements, and opens the details of one', async () => {
    await using report = await openReport(browser, path);
    const { page } = report;
    await page.locator('.body [tabindex="0"]').focus();
    expect(await focused(page)).toBe('2,1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('3,2');
    await page.keyboard.press('Control+End');
    expect(await focused(page)).toBe('1001,7');
    expect(await page.locator('.body .row').count()).toBeLessThan(60);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toContain('Make the file smaller');
    expect(await dialog.locator('img').count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).toBe('2,1');
  });

  it('keeps one cell within reach of Tab wherever it is scrolled to', async () => {
    await using report = await openReport(browser, path);
    const { page } = report;
    await page.getByRole('grid').evaluate((grid) => {
      grid.scrollTop = 9_000;
    });
    await expect.poll(async () => (await column(page, 'productId')).includes('P100281')).toBe(true);
    expect(await page.locator('.body [tabindex="0"]').count()).toBe(1);
    await page.getByRole('button', { name: 'Sides' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const [row] = String(await focused(page)).split(',');
    expect(Number(row)).toBeGreaterThan(200);
  });

  it('hands out the rows that are shown as CSV and as JSON', async () => {
    await using report = await openReport(browser, path);
    const { page } = report;
    await page.getByLabel('Code').selectOption('CATALOGUE_VALUE');
    const file = async (name: string) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      return readFile(await (await download).path(), 'utf8');
    };
    const wanted = all.filter(({ issues }) => issues[0]?.code === 'CATALOGUE_VALUE');
    const lines = (await file('Download CSV')).trimEnd().split('\r\n');
    expect(lines[1]).toBe(
      'refused,,shop.csv,22,P100020,鞋/红色 20.jpg,CATALOGUE_VALUE,Row 20 is wrong,,21000,70,190',
    );
    expect(lines).toHaveLength(wanted.length + 1);
    const rows = JSON.parse(await file('Download JSON')) as { readonly productId: string }[];
    expect(rows.map(({ productId }) => productId)).toEqual(wanted.map(({ productId }) => productId));
  });

  it.each(
    (['en', 'zh'] as const).flatMap((language) =>
      (['light', 'dark'] as const).flatMap((colorScheme) =>
        [320, 1_200].map((width) => ({ language, colorScheme, width })),
      ),
    ),
  )('has nothing that axe finds, in $language, $colorScheme and $width px', async (options) => {
    const { language, colorScheme, width } = options;
    const file = await writeSampleReport(folder.path, 60, language);
    await using report = await openReport(browser, file, { colorScheme, width });
    const { page, complaints } = report;
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.locator('.body .row').first().click();
    const dialog = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(dialog.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('prints everything but the table, of which it says where it is', async () => {
    await using report = await openReport(browser, path);
    const { page } = report;
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('The table of rows is not printed').isVisible()).toBe(true);
    expect(await page.getByRole('grid').isVisible()).toBe(false);
    expect(await page.locator('#account').isVisible()).toBe(true);
    expect(await page.locator('#scatter canvas').isVisible()).toBe(true);
  });

  it('prints dark letters on white and the scatter as wide as paper, though the screen is dark', async () => {
    await using report = await openReport(browser, path, { colorScheme: 'dark' });
    const { page } = report;
    await page.evaluate(`addEventListener('beforeprint', () => {
      document.title = [getComputedStyle(document.body).color, document.querySelector('canvas').clientWidth].join();
    })`);
    await page.pdf();
    expect(await page.title()).toBe('rgb(27, 31, 36),640');
    await expect
      .poll(() => page.evaluate('getComputedStyle(document.body).color'))
      .toBe('rgb(230, 237, 243)');
    expect(await page.evaluate(`document.querySelector('canvas').clientWidth`)).toBeGreaterThan(1_000);
  });

  it('says that there is no row, and has no table, when everything is counted', async () => {
    const empty = join(folder.path, 'empty.html');
    await using writer = await ReportWriter.open(empty);
    await writer.finish({
      ...{ kind: 'sync', subject: 'shop.csv', madeAt: 0, supplied: 5, counted: { same: 5 } },
    });
    await using report = await openReport(browser, empty);
    expect(await report.page.locator('#rows-here').textContent()).toContain('There is no row');
    expect(await report.page.getByRole('grid').count()).toBe(0);
    expect(report.complaints).toEqual([]);
  });
});
