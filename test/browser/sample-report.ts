import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rotatedImage } from '../../samples/make-images.ts';
import type { ReportLanguage } from '../../src/report/report-languages.ts';
import type { ReportRow } from '../../src/report/report-row.ts';
import { ReportWriter } from '../../src/report/report-writer.ts';
import { HOSTILE, issue } from '../report/report-data.ts';

const CODES = ['IMAGE_TOO_LARGE', 'IMAGE_ROTATED', 'CATALOGUE_VALUE'];

/** Row n of a report, from 0: every tenth is refused, one in ten of these for each code in turn. */
export function sampleRow(n: number): ReportRow {
  const code = CODES[(n / 10) % CODES.length] ?? '';
  const isRefused = n % 10 === 0;
  return {
    status: isRefused ? 'refused' : n % 10 === 1 ? 'failed' : 'imported',
    place: { source: 'shop.csv', line: n + 2 },
    productId: `P${String(100_000 + n)}`,
    picName: HOSTILE[n] ?? `鞋/红色 ${n}.jpg`,
    issues: isRefused ? [issue(code, `Row ${n} is wrong`)] : n % 10 === 1 ? [issue('PictureError')] : [],
    image: { bytes: 1_000 * (n + 1), width: 50 + (n % 5_000), height: 50 + ((n * 7) % 5_000) },
  };
}

/** Writes a report with every part, and returns its path. */
export async function writeSampleReport(
  folder: string,
  rows: number,
  language: ReportLanguage = 'en',
): Promise<string> {
  const path = join(folder, `report-${rows}-${language}.html`);
  const picture = join(folder, 'picture.jpg');
  writeFileSync(picture, await rotatedImage('jpeg', 6));
  await using report = await ReportWriter.open(path, { language });
  for (let n = 0; n < rows; n += 1)
    await report.add({ ...sampleRow(n), ...(n === 0 && { file: { path: picture } }) });
  await report.finish({
    ...{ kind: 'import', subject: HOSTILE.join(' '), madeAt: Date.UTC(2026, 0, 2), supplied: rows + 7 },
    facts: { region: 'cn-shanghai', instance: HOSTILE[0] ?? '' },
    limits: { minSide: 100, maxSide: 4_096, maxBytes: 4_194_304 },
    columns: { columns: { productId: ['SKU'], image: HOSTILE }, ignored: ['Preis'], ignoredCount: 3 },
    spans: [
      { lane: 'reading', label: '1', from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 1, 1) },
      { lane: 'tasks', label: '1', from: Date.UTC(2026, 0, 1, 1), to: Date.UTC(2026, 0, 1, 3) },
    ],
    tasks: [{ id: '1', status: 'FAIL', code: 'InternalError', message: HOSTILE[1] ?? '' }],
    unmatched: HOSTILE,
    next: [{ step: 'mendRefused', file: 'refused.csv', command: ['imagesearch-import', ...HOSTILE] }],
  });
  return path;
}

/** Writes a report of a sync: every second image of twenty is withheld, the others are changed. */
export async function writeSyncReport(folder: string): Promise<string> {
  const path = join(folder, 'sync.html');
  await using report = await ReportWriter.open(path);
  for (let n = 0; n < 20; n += 1)
    await report.add(
      n % 2 === 0
        ? {
            status: 'withheld',
            difference: 'superfluous',
            productId: `P${n}`,
            picName: `${n}.jpg`,
            issues: [],
          }
        : {
            ...{ status: 'imported', difference: 'changed', productId: `P${n}`, picName: `${n}.jpg` },
            ...{ note: 'customContent, intAttr', issues: [] },
          },
    );
  await report.finish({
    ...{ kind: 'sync', subject: 'shop.csv', madeAt: Date.UTC(2026, 0, 2), supplied: 120 },
    ...{ counted: { same: 100 }, differences: { superfluous: 10, changed: 10 } },
    withheld: {
      images: 10,
      because: [{ code: 'TOO_MANY_DELETED', message: `10 of 120 ${HOSTILE[0]} are superfluous` }],
    },
    next: [{ step: 'decideDeletions' }],
  });
  return path;
}
