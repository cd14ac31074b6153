import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import type { LedgerLine } from '../../src/import/ledger.ts';
import { placeFailures } from '../../src/import/place-failures.ts';
import { type SettleOptions, settleEntries } from '../../src/import/settle-entries.ts';
import { readFailure, type TaskFailure } from '../../src/task/failures/failure-line.ts';
import type { TaskState } from '../../src/task/task-state.ts';
import { reply, startFaultServer } from '../support/fault-server.ts';
import { errorCodes, into, quickEmulator } from './import-test-bed.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settle-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const line = (n: number, operationType: 'ADD' | 'DELETE' = 'ADD'): LedgerLine => ({
  place: { source: 'shop.csv', line: n + 1 },
  record: { operationType, productId: `P${n}`, picName: `${n}.jpg` },
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
  const { byLine, unplaced } = await placeFailures(ledger, failures, 'spring');
  const settings: SettleOptions = {
    state: state('SUCCESS'),
    failures: byLine,
    gallery: new GalleryClient(into(emulator)),
    verify: 'no',
    concurrency: 4,
    signal: undefined,
    ...options,
  };
  const outcomes = [];
  for await (const outcome of settleEntries(ledger, settings)) outcomes.push(outcome);
  const told = outcomes.map((outcome) => [outcome.place.line, outcome.status, ...errorCodes(outcome)]);
  return { told, unplaced: unplaced.map(({ raw }) => raw) };
}

it('settleEntries() fails every entry when the task failed', async () => {
  const { told } = await settle([line(1), line(2)], [], { state: state('FAIL') });
  expect(told).toEqual([
    [2, 'failed', 'TASK_FAILED'],
    [3, 'failed', 'TASK_FAILED'],
  ]);
});

it.each([
  ['both names', '{"ProductId":"P2","PicName":"2.jpg","Code":"RegionError"}'],
  [
    'both names, the picture with the folder',
    '{"ProductId":"P2","PicName":"/spring/2.jpg","Code":"RegionError"}',
  ],
  ['the picture only', '{"PicName":"2.jpg","Code":"RegionError"}'],
  ['the product only', '{"ProductId":"P2","Code":"RegionError"}'],
  ['the line only', '{"line":2,"code":"RegionError"}'],
  [
    'a line, and names that are not ours',
    '{"line":2,"ProductId":"Q","PicName":"q.jpg","code":"RegionError"}',
  ],
])('placeFailures() finds the entry of a failure that gives %s', async (_, raw) => {
  const { told, unplaced } = await settle([line(1), line(2)], [readFailure(raw)]);
  expect(told).toEqual([
    [2, 'imported'],
    [3, 'failed', 'RegionError'],
  ]);
  expect(unplaced).toEqual([]);
});

it.each([
  'something went wrong',
  '{"line":7}',
  '{"ProductId":"Q","PicName":"2.jpg"}',
  '[{"ProductId":"P2"}]',
])('placeFailures() leaves %s to nobody, verbatim', async (raw) => {
  const { unplaced } = await settle([line(1), line(2)], [readFailure(raw)]);
  expect(unplaced).toEqual([raw]);
});

it('placeFailures() places two failures of one image on its line', async () => {
  const raw = '{"ProductId":"P1","PicName":"1.jpg","Code":"RegionError"}';
  const { told, unplaced } = await settle([line(1)], [readFailure(raw), readFailure(raw)]);
  expect([told, unplaced]).toEqual([[[2, 'failed', 'RegionError']], []]);
});

it('settleEntries() fails an image that the gallery does not hold although nothing was reported', async () => {
  const { told } = await settle([line(1), line(2, 'DELETE')], [], { verify: 'exists' });
  expect(told).toEqual([
    [2, 'failed', 'NOT_IN_GALLERY'],
    [3, 'deleted'],
  ]);
});

it('settleEntries() tells every entry when the gallery cannot be asked, and asks it no longer', async () => {
  let asked = 0;
  await using server = await startFaultServer((socket, request, count) => {
    asked += 1;
    reply(403, '{"Code":"NoPermission","Message":"no","RequestId":"R"}', {
      'content-type': 'application/json',
    })(socket, request, count);
  });
  const gallery = new GalleryClient({
    region: 'cn-shanghai',
    instance: 'emulated',
    endpoint: `127.0.0.1:${server.port}`,
    credentials: { accessKeyId: 'a', accessKeySecret: 'b' },
    queriesPerSecond: 1_000,
  });
  const lines = Array.from({ length: 40 }, (_, n) => line(n));
  const { told } = await settle(lines, [], { verify: 'exists', gallery });
  expect(told.map(([, ...rest]) => rest)).toEqual(lines.map(() => ['failed', 'UNVERIFIED']));
  expect(asked).toBeLessThanOrEqual(8); // as many as were in work at once, at most
});
