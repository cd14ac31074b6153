import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CatalogueSync, reportImport, type SyncPlan } from '../../../src/index.ts';
import type { PackedRows } from '../../../src/report/rows/packed-rows.ts';
import { into, quickEmulator } from '../import-test-bed.ts';
import { bedOfFile, entriesOf, entryOf, fill, syncAndCollect } from './sync-bed.ts';

const bed = bedOfFile();

const RATES = { rates: 'off' } as const;

/** What a page of a sync shows: its account, its differences, why images are not deleted, and its rows as texts. */
function readPage(path: string) {
  const page = readFileSync(path, 'utf8');
  const counts = (name: string) =>
    Object.fromEntries(
      [
        ...page.matchAll(new RegExp(`<tr data-${name}="([\\w ]+)">.*?<td class="number">([\\d,]+)<`, 'g')),
      ].map(([, key = '', count]) => [key, Number(count)]),
    );
  const base64 = /<script type="text\/plain" id="rows">([^<]*)</.exec(page)?.[1] ?? '';
  const rows = JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString()) as PackedRows;
  const withheld = [...page.matchAll(/data-withheld="(\w+)"/g)].map(([, code]) => code);
  return {
    page,
    account: counts('status'),
    differences: counts('difference'),
    withheld,
    rows: rows.productId
      .map((id, n) =>
        [
          ...[id, rows.statuses[rows.status[n] ?? 0], rows.differences[rows.difference[n] ?? 0]],
          rows.notes[n],
        ]
          .filter((part) => part !== '')
          .join(' '),
      )
      .toSorted(),
  };
}

/** The account adds up to what was supplied. */
function expectConserved({ supplied, ...parts }: Readonly<Record<string, number>>) {
  expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(supplied);
}

const kindsOf = ({ kinds }: SyncPlan) => Object.fromEntries(Object.entries(kinds).filter(([, n]) => n > 0));

describe('the report of a sync', () => {
  it('shows every difference with what became of it, and counts what is left alone', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 30));
    const state = bed.stateOf('reported');
    const path = join(bed.folder, 'sync.html');
    const wanted = [
      ...entriesOf(2, 28),
      entryOf(28, 2), // other content
      entryOf(29, 1, { categoryId: 4 }), // another category, which UpdateImage cannot change
      entryOf(40), // missing
      { operationType: 'DELETE' as const, productId: 'P1', picName: '1.png' },
    ];
    const { summary } = await syncAndCollect(wanted, emulator, bed, {
      ...{ state, deleteSuperfluous: true, report: { path, subject: 'shop' } },
    });
    const told = readPage(path);
    expect(told.rows).toEqual([
      'P0 deleted superfluous',
      'P1 deleted deleted',
      'P28 imported changed customContent, intAttr',
      'P29 imported changed categoryId',
      'P40 imported missing',
    ]);
    expect(told.account).toEqual({ imported: 3, deleted: 2, same: 26, supplied: 31 });
    expect(told.differences).toEqual(kindsOf(summary.plan));
    expect(told.page).toContain('<p class="subject"><bdi>shop</bdi></p>');
    expect(told.page).toContain('it can be undone with undo');
    await reportImport(state, join(bed.folder, 'later.html'), { language: 'zh' });
    const later = readPage(join(bed.folder, 'later.html'));
    expect(later.rows).toEqual(told.rows);
    expect(later.account).toEqual(told.account);
    expect(later.page).toContain('<h1>同步报告</h1>');
  });

  it('says why superfluous images are not deleted, and shows the entry that was refused', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 4));
    const path = join(bed.folder, 'withheld.html');
    const wanted = [entryOf(0), { productId: 'P9', picName: '9.png', image: '9.png', categoryId: 9_999_999 }];
    await syncAndCollect(wanted, emulator, bed, { deleteSuperfluous: true, report: { path } });
    const { rows, account, withheld, page } = readPage(path);
    expect(rows).toEqual([...['P1', 'P2', 'P3'].map((id) => `${id} withheld superfluous`), 'P9 refused']);
    expect(withheld).toEqual(['CATALOGUE_NOT_UNDERSTOOD', 'TOO_MANY_DELETED']);
    expect(account).toEqual({ refused: 1, withheld: 3, same: 1, supplied: 5 });
    expectConserved(account);
    expect(page).toContain('remove each reason that keeps them');
  });

  it('counts superfluous images that nobody asked to delete', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 4));
    const path = join(bed.folder, 'not-asked.html');
    await syncAndCollect([entryOf(0)], emulator, bed, { report: { path } });
    const { rows, account, withheld } = readPage(path);
    expect(rows).toEqual([]);
    expect(withheld).toEqual(['NOT_ASKED_TO_DELETE']);
    expect(account).toEqual({ withheld: 3, same: 1, supplied: 4 });
  });

  it('shows what a dry run says would become of each difference', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 4));
    const path = join(bed.folder, 'dry.html');
    const wanted = [...entriesOf(0, 3), entryOf(3, 2), entryOf(7, 1, { image: 'none.png' })];
    await syncAndCollect(wanted, emulator, bed, { dryRun: true, report: { path } });
    const { rows, account, page } = readPage(path);
    expect(rows).toEqual(['P3 ready changed customContent, intAttr', 'P7 refused missing']);
    expect(account).toEqual({ refused: 1, ready: 1, same: 3, supplied: 5 });
    expect(page).toContain('<h1>Dry run of a sync</h1>');
    expect(page).toContain('Carry out the plan with sync --plan');
  });

  it('shows the differences that are not carried out yet as open, of a sync that was interrupted', async () => {
    await using emulator = await quickEmulator(RATES);
    const state = bed.stateOf('interrupted');
    const path = join(bed.folder, 'interrupted.html');
    const sync = new CatalogueSync(entriesOf(0, 6), {
      ...into(emulator),
      ...{ images: bed.images, verify: 'no', state, linesPerTask: 2, report: { path } },
    });
    for await (const _ of sync) break;
    await reportImport(state, path);
    const { account, page } = readPage(path);
    expectConserved(account);
    expect(account['supplied']).toBe(6);
    expect(account['open']).toBeGreaterThan(0);
    expect(page).toContain('The sync is not over');
  });

  it('shows each change that an undo takes back', async () => {
    await using emulator = await quickEmulator(RATES);
    await fill(emulator, bed, entriesOf(0, 3));
    const state = bed.stateOf('to-undo');
    await syncAndCollect([...entriesOf(0, 2), entryOf(2, 2), entryOf(5)], emulator, bed, { state });
    const path = join(bed.folder, 'undo.html');
    await syncAndCollect({ undo: state }, emulator, bed, { report: { path } });
    const { rows, account } = readPage(path);
    expect(rows).toEqual(['P2 imported undone customContent, intAttr', 'P5 deleted undone']);
    expectConserved(account);
  });

  it('is refused before anything is done when its options are wrong or its path cannot be written', async () => {
    await using emulator = await quickEmulator(RATES);
    const options = { ...into(emulator), images: bed.images };
    const wrong = { path: 'x.html', lang: 'zh' } as unknown as { path: string };
    expect(() => new CatalogueSync([], { ...options, report: wrong })).toThrow(
      /'report' has no option "lang"/,
    );
    const file = join(bed.folder, 'images', '0.png', 'x.html');
    const before = emulator.gallery();
    await expect(syncAndCollect([entryOf(0)], emulator, bed, { report: { path: file } })).rejects.toThrow();
    expect(emulator.gallery()).toEqual(before);
  });
});
