import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import type { LedgerLine } from '../../src/import/ledger.ts';
import { type SettleOptions, settleEntries } from '../../src/import/settle-entries.ts';
import { readFailure, type TaskFailure } from '../../src/task/failure-file.ts';
import type { TaskState } from '../../src/task/task-state.ts';
import { errorCodes, into, quickEmulator } from './import-test-bed.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settle-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const line = (n: number, operationType: LedgerLine['operationType'] = 'ADD'): LedgerLine => ({
  place: { source: 'shop.csv', line: n + 1 },
  operationType,
  productId: `P${n}`,
  picName: `${n}.jpg`,
  issues: [],
});

const state = (status: TaskState['status']): TaskState => ({
  ref: { version: 1, region: 'cn-shanghai', instance: 'emulated', id: '9', bucket: 'b', path: '/' },
  status,
  code: status === 'SUCCESS' ? '0' : 'MetaNotExist',
  message: status === 'SUCCESS' ? 'success' : 'no increment.meta',
  errorUrl: undefined,
  createdAt: 0,
  modifiedAt: 0,
});

async function settle(
  lines: readonly LedgerLine[],
  failures: readonly TaskFailure[],
  options: Partial<SettleOptions> = {},
) {
  await using emulator = await quickEmulator(); // its gallery is empty
  const ledger = join(folder, `${crypto.randomUUID()}.jsonl`);
  await writeFile(ledger, lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const settings: SettleOptions = {
    state: state('SUCCESS'),
    failures,
    gallery: new GalleryClient(into(emulator)),
    verify: false,
    concurrency: 4,
    signal: undefined,
    ...options,
  };
  const outcomes = [];
  for await (const outcome of settleEntries(ledger, settings)) outcomes.push(outcome);
  return outcomes.map((outcome) => [outcome.place.line, outcome.status, ...errorCodes(outcome)]);
}

it('settleEntries() fails every entry when the task failed', async () => {
  expect(await settle([line(1), line(2)], [], { state: state('FAIL') })).toEqual([
    [2, 'failed', 'TASK_FAILED'],
    [3, 'failed', 'TASK_FAILED'],
  ]);
});

it.each([
  ['both names', '{"ProductId":"P2","PicName":"2.jpg","Code":"RegionError"}'],
  ['the line only', '{"line":2,"code":"RegionError"}'],
])('settleEntries() finds the entry of a failure that gives %s', async (_, raw) => {
  expect(await settle([line(1), line(2)], [readFailure(raw)])).toEqual([
    [2, 'imported'],
    [3, 'failed', 'RegionError'],
  ]);
});

it('settleEntries() asks the gallery for every image when a failure names none, though told not to verify', async () => {
  expect(await settle([line(1), line(2, 'DELETE')], [readFailure('something went wrong')])).toEqual([
    [2, 'failed', 'NOT_IN_GALLERY'],
    [3, 'deleted'],
  ]);
});

it('settleEntries() fails an image that the gallery does not hold although nothing was reported', async () => {
  expect(await settle([line(1)], [], { verify: true })).toEqual([[2, 'failed', 'NOT_IN_GALLERY']]);
});
