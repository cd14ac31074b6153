import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/import/ledger.ts';
import { LedgerParts, PART_ROWS as ROWS_BY_ROUTE } from '../../../src/import/stored/ledger-parts.ts';
import { placeIn } from '../../../src/import/stored/state-place.ts';
import { FolderStore } from '../../../src/index.ts';
import { rejection } from '../../support/failure.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-parts-'));
});
afterAll(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();
const place = () => placeIn(new FolderStore(folder), 'state');

/** Entries of a ledger, with the name of who wrote them. */
const entriesBy = (writer: string, first: number, count: number): LedgerEntry[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ number: first + n, place: { source: null, line: first + n }, picName: writer },
    ...{ productId: null, refused: [] },
  })) as unknown as LedgerEntry[];

const PART_ROWS = ROWS_BY_ROUTE.batch;

describe('LedgerParts', () => {
  it('tells a worker that wakes late what another one has written in its place', async () => {
    const [zombie, other] = [new LedgerParts(place(), 1, 'batch'), new LedgerParts(place(), 1, 'batch')];
    await other.add(0, entriesBy('other', 1, PART_ROWS), signal);
    expect(await zombie.add(0, entriesBy('zombie', 1, PART_ROWS), signal)).toEqual(
      entriesBy('other', 1, PART_ROWS),
    );
    await zombie.add(PART_ROWS, entriesBy('zombie', PART_ROWS + 1, 3), signal);
    await other.add(PART_ROWS, entriesBy('other', PART_ROWS + 1, 3), signal);
    expect(await other.rows(signal)).toBe(PART_ROWS + 3);
    const file = join(folder, 'ledger.jsonl');
    await other.bringTo(file, signal);
    const writers = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as LedgerEntry).picName);
    expect(writers).toEqual([...Array<string>(PART_ROWS).fill('other'), ...Array<string>(3).fill('zombie')]);
  });

  it('names the part that is missing or cut off', async () => {
    const { store, prefix } = place();
    const ledger = new LedgerParts(place(), 2, 'batch');
    await store.put(`${prefix}ledger/00000002/00000002.jsonl`, Buffer.from('{}\n'));
    expect(String(await rejection(ledger.rows(signal)))).toMatch(/ledger\/00000002\/00000001\.jsonl/);
    await store.put(`${prefix}ledger/00000002/00000001.jsonl`, Buffer.from('{}\n'));
    await store.put(`${prefix}ledger/00000002/00000002.jsonl`, Buffer.from('{"num'));
    expect(String(await rejection(ledger.rows(signal)))).toMatch(/00000002\.jsonl" as it must be/);
  });
});
