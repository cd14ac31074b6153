import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { type LedgerLine, readLedger } from '../../src/import/ledger.ts';
import { GalleryQuestions } from '../../src/import/settle/gallery-questions.ts';
import { matchLines } from '../../src/import/settle/read-failures.ts';
import { settleEntries } from '../../src/import/settle/settle-entries.ts';
import { Verification, type Verify } from '../../src/import/settle/verification.ts';
import { VerificationBudget } from '../../src/import/settle/verification-budget.ts';
import { DEFAULT_PATIENCE_MS, Patience } from '../../src/service/patience.ts';
import { ImageSearchError } from '../../src/shared/errors/image-search-error.ts';
import type { TaskState } from '../../src/task/calls/task-state.ts';
import { type ImageFailure, readFailure } from '../../src/task/failures/failure-line.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { reply, startFaultServer } from '../support/fault-server.ts';
import { connection } from '../support/test-bed.ts';
import { errorCodes, quickEmulator } from './import-test-bed.ts';

it('matchLines() holds no more failures than a group has, and the last one of a line counts', async () => {
  const failures = 45_000;
  let [given, reads] = [0, 0];
  const behindReads: number[] = [];
  async function* lines() {
    reads += 1;
    behindReads.push(given);
    for (const n of [1, 2]) yield { line: n, record: line(n).record };
  }
  function* all() {
    for (; given < failures; given++)
      yield readFailure(`{"picName":"${given % 3}.jpg","message":"failure ${given}"}`);
    yield readFailure(`{"picName":"2.jpg","message":"${'long '.repeat(100_000)}"}`);
  }
  const { byLine, unmatched } = await matchLines(lines, all(), 'spring');
  expect(behindReads).toEqual([19_999, 39_999, 45_000]);
  expect(reads).toBe(3);
  expect([...byLine.keys()].sort()).toEqual([1, 2]);
  expect(byLine.get(1)?.message).toBe('failure 44998');
  expect(byLine.get(2)?.message).toHaveLength(1_000);
  expect(byLine.get(2)?.raw).toHaveLength(1_000);
  expect(unmatched).toHaveLength(100);
});

it('matchLines() finds every line of a product once when each of many failures names the product', async () => {
  const count = 3_000;
  async function* lines() {
    for (let n = 1; n <= count; n++) yield { line: n, record: { productId: 'P', picName: `${n}.jpg` } };
  }
  const failures = Array.from({ length: count }, (_, n) =>
    readFailure(`{"productId":"P","line":${count + 1 + n}}`),
  );
  const { byLine, unmatched } = await matchLines(lines, failures, '');
  expect(byLine.size).toBe(count);
  expect(new Set(byLine.values())).toEqual(new Set([failures.at(-1)]));
  expect(unmatched).toEqual([]);
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settle-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const line = (n: number, operationType: 'ADD' | 'DELETE' = 'ADD'): LedgerLine => ({
  number: n,
  place: { source: 'shop.csv', line: n + 1, lines: 1 },
  picName: `${n}.jpg`,
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

interface SettleCase {
  readonly state?: TaskState;
  readonly how?: Verify;
  readonly gallery?: GalleryClient;
}

async function settle(
  lines: readonly LedgerLine[],
  failures: readonly ImageFailure[],
  { state: ended = state('SUCCESS'), how = 'no', gallery: given }: SettleCase = {},
) {
  await using emulator = await quickEmulator(); // its gallery is empty
  const ledger = join(folder, `${crypto.randomUUID()}.jsonl`);
  await writeFile(ledger, lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const { byLine, unmatched } = await matchLines(() => readLedger(ledger), failures, 'spring');
  const clock = new FakeClock({ auto: true });
  const gallery = given ?? new GalleryClient(connection(emulator));
  const patience = new Patience({ clock, patienceMs: DEFAULT_PATIENCE_MS });
  const verification = new Verification({
    questions: new GalleryQuestions({ gallery, patience, clock, comparesContent: false }),
    ...{ how, inDoubt: false, queriesPerSecond: 5, concurrency: 4, clock, signal: undefined },
    budget: new VerificationBudget(10),
    onAsked: () => {},
  });
  const outcomes = [];
  const failedWith = new Map(ended.status === 'FAIL' ? lines.map((__, n) => [n + 1, ended]) : []);
  const settling = { failedWith, failures: byLine, verification, concurrency: 4, signal: undefined };
  for await (const { outcome } of settleEntries(ledger, settling)) outcomes.push(outcome);
  const told = outcomes.map((outcome) => [outcome.place.line, outcome.status, ...errorCodes(outcome)]);
  return { told, outcomes, unmatched, summary: verification.summary };
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
  const { told, unmatched } = await settle([line(1), line(2)], [readFailure(raw)]);
  expect(told).toEqual([
    [2, 'imported'],
    [3, 'failed', 'RegionError'],
  ]);
  expect(unmatched).toEqual([]);
});

it.each([
  'something went wrong',
  '{"line":7}',
  '{"ProductId":"Q","PicName":"2.jpg"}',
  '[{"ProductId":"P2"}]',
])('placeFailures() leaves %s to nobody, verbatim', async (raw) => {
  const { unmatched } = await settle([line(1), line(2)], [readFailure(raw)]);
  expect(unmatched).toEqual([raw]);
});

it('placeFailures() places two failures of one image on its line', async () => {
  const raw = '{"ProductId":"P1","PicName":"1.jpg","Code":"RegionError"}';
  const { told, unmatched } = await settle([line(1)], [readFailure(raw), readFailure(raw)]);
  expect([told, unmatched]).toEqual([[[2, 'failed', 'RegionError']], []]);
});

it('settleEntries() fails an image that the gallery does not hold although nothing was reported', async () => {
  const { told } = await settle([line(1), line(2, 'DELETE')], [], { how: 'sample' });
  expect(told).toEqual([
    [2, 'failed', 'NOT_IN_GALLERY'],
    [3, 'deleted'],
  ]);
});

/** A gallery whose every question is answered by a script. */
async function galleryThat(
  answer: (asked: number, request: string) => readonly [status: number, body: object] | 'reset',
) {
  let asked = 0;
  const server = await startFaultServer((socket, request, count) => {
    const said = answer(++asked, request);
    if (said === 'reset') return void socket.destroy();
    const [status, body] = said;
    reply(status, JSON.stringify(body), { 'content-type': 'application/json' })(socket, request, count);
  });
  const gallery = new GalleryClient({
    region: 'cn-shanghai',
    instance: 'emulated',
    endpoint: `127.0.0.1:${server.port}`,
    credentials: { accessKeyId: 'a', accessKeySecret: 'b' },
    queriesPerSecond: 1_000,
    clock: new FakeClock({ auto: true }),
  });
  const close = () => server[Symbol.asyncDispose]();
  return { gallery, asked: () => asked, [Symbol.asyncDispose]: close };
}

const EXISTS = { Exists: true, Auctions: {}, RequestId: 'R' };
const manyLines = (count: number) => Array.from({ length: count }, (_, n) => line(n));

it('settleEntries() imports every entry unverified when the gallery cannot be asked, and asks it no longer', async () => {
  await using server = await galleryThat(() => [
    403,
    { Code: 'NoPermission', Message: 'no', RequestId: 'R' },
  ]);
  const { outcomes } = await settle(manyLines(40), [], { how: 'sample', gallery: server.gallery });
  expect(outcomes).toHaveLength(40);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'imported', verified: false });
    expect(outcome.issues).toMatchObject([{ code: 'UNVERIFIED', severity: 'warning' }]);
  }
  expect(server.asked()).toBeLessThanOrEqual(8); // as many as were in work at once, at most
});

const refusal = (status: number, Code: string) => [status, { Code, Message: 'no', RequestId: 'R' }] as const;

it.each<[string, readonly [number, object] | 'reset', Verify]>([
  ['is refused by 400', refusal(400, 'InvalidProductId'), 'sample'],
  ['is refused by 403', refusal(403, 'InvalidPicName'), 'all'],
  ['is always answered by 500', refusal(500, 'InternalError'), 'sample'],
  ['is always answered by 500', refusal(500, 'InternalError'), 'all'],
  ['always breaks the connection', 'reset', 'all'],
])(
  'settleEntries() keeps the trouble of one question from all other entries when it %s',
  async (_, answer, how) => {
    await using server = await galleryThat((__, body) =>
      body.includes('PicName=7.jpg') ? answer : [200, EXISTS],
    );
    const { outcomes, summary } = await settle(manyLines(40), [], { how, gallery: server.gallery });
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'imported'));
    expect(outcomes.filter(({ verified }) => !verified)).toMatchObject([
      { issues: [{ code: 'UNVERIFIED' }] },
    ]);
    expect(summary).toMatchObject({ images: 40, asked: 39, missing: 0, unanswered: 1 });
  },
);

it.each(['sample', 'all'] as const)(
  'settleEntries() waits for a gallery that is away for some seconds when verify is %s',
  async (how) => {
    await using server = await galleryThat((asked) => (asked > 5 && asked <= 25 ? 'reset' : [200, EXISTS]));
    const { outcomes } = await settle(manyLines(40), [], { how, gallery: server.gallery });
    expect(outcomes.map(({ status, verified }) => [status, verified])).toEqual(
      outcomes.map(() => ['imported', true]),
    );
  },
);

it('settleEntries() imports what a gallery that stays away was asked for, unverified, and ends', async () => {
  await using server = await galleryThat((asked) => (asked > 5 ? 'reset' : [200, EXISTS]));
  const { outcomes, summary } = await settle(manyLines(40), [], { how: 'all', gallery: server.gallery });
  expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'imported'));
  expect(outcomes.filter(({ verified }) => verified)).toHaveLength(5);
  const unverified = outcomes.filter(({ issues }) => issues.some(({ code }) => code === 'UNVERIFIED'));
  expect(unverified).toHaveLength(35);
  expect(summary).toMatchObject({ images: 40, asked: 5, missing: 0 });
  expect(summary.unanswered).toBeLessThanOrEqual(8); // as many as were in work at once, at most; the others were not sent
  expect(summary.means).toMatch(/^0 of 5 missing: .*; \d questions got no answer$/);
});

it('settleEntries() rejects, and leaves no image unverified, when this machine is short of open files', async () => {
  const shortage = new ImageSearchError('no more', { code: 'OUT_OF_FILES' });
  const gallery = { find: () => Promise.reject(shortage) } as unknown as GalleryClient;
  await expect(settle(manyLines(3), [], { how: 'all', gallery })).rejects.toBe(shortage);
});
