import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { GalleryQuestions } from '../../src/import/settle/gallery-questions.ts';
import {
  type AskableLine,
  Verification,
  type VerificationOptions,
} from '../../src/import/settle/verification.ts';
import { VerificationBudget } from '../../src/import/settle/verification-budget.ts';
import { DEFAULT_PATIENCE_MS, Patience } from '../../src/service/patience.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { seededRandom } from '../support/seeded-random.ts';

const line = (n: number): AskableLine => ({
  line: n,
  number: n,
  place: { source: 'shop.csv', line: n + 1, lines: 1 },
  picName: `${n}.jpg`,
  record: { operationType: 'ADD', productId: `P${n}`, picName: `${n}.jpg` },
  issues: [],
});

interface Verified {
  readonly images: number;
  /** The numbers of lines that the gallery does not hold. */
  readonly missing?: readonly number[];
  readonly queriesPerSecond?: number;
  readonly how?: VerificationOptions['how'];
  readonly inDoubt?: boolean;
  readonly minutes?: number;
  readonly share?: number;
}

/** What a verification says of lines 1 to `images`, and how long it took by its clock. */
async function verified({
  images,
  missing = [],
  queriesPerSecond = 5,
  how = 'sample',
  inDoubt = false,
  minutes = 10,
  share = 1,
}: Verified) {
  const asked: number[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const n = Number(/PicName=(\d+)\.jpg/.exec(body)?.[1]);
    asked.push(n);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ RequestId: 'R', Exists: !missing.includes(n) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clock = new FakeClock({ auto: true });
  const gallery = new GalleryClient({
    region: 'cn-shanghai',
    instance: 'shop',
    endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', accessKeySecret: 'b' },
    queriesPerSecond,
    clock,
  });
  const began = clock.now();
  const progress: [number, number][] = [];
  const patience = new Patience({ clock, patienceMs: DEFAULT_PATIENCE_MS });
  const verification = new Verification({
    ...{ how, inDoubt, queriesPerSecond, share, concurrency: 8, clock, signal: undefined },
    questions: new GalleryQuestions({ gallery, patience, clock, comparesContent: false }),
    random: seededRandom(11),
    budget: new VerificationBudget(minutes),
    onAsked: (done, of) => void progress.push([done, of]),
  });
  try {
    await verification.askSample(async function* () {
      for (let n = 1; n <= images; n++) yield line(n);
    });
    const seconds = (clock.now() - began) / 1_000;
    const kinds = new Map<number, string | undefined>();
    for (let n = 1; n <= images; n++)
      kinds.set(n, (await verification.answerFor(line(n), new AbortController().signal))?.kind);
    const of = (kind: string | undefined) => [...kinds].filter(([, one]) => one === kind).map(([n]) => n);
    return { asked, seconds, of, progress, summary: verification.summary };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe.concurrent('Verification', () => {
  it('asks for a sample that is spread over the import and takes ten seconds of the instance', async () => {
    const { asked, seconds, of, progress, summary } = await verified({ images: 2_000 });
    expect(asked).toHaveLength(50);
    expect(new Set(asked.map((n) => Math.floor((n - 1) / 40))).size).toBe(50); // one of every forty
    expect(seconds).toBeLessThanOrEqual(10);
    expect(of('as submitted').toSorted((a, b) => a - b)).toEqual(asked.toSorted((a, b) => a - b));
    expect(of(undefined)).toHaveLength(1_950);
    expect(progress.at(-1)).toEqual([50, 50]);
    expect(summary).toMatchObject({ images: 2_000, asked: 50, missing: 0, unanswered: 0 });
    expect(summary.means).toBe('0 of 50 missing: with 95 % confidence fewer than 6 % of the 2000 images are');
  });

  it.each([
    [1, 10],
    [10, 100],
    [500, 100],
  ])('of an instance of %d queries a second asks for %d images', async (queriesPerSecond, sample) => {
    const { asked } = await verified({ images: 1_000, queriesPerSecond });
    expect(asked).toHaveLength(sample);
  });

  it('asks for every image of a small import, each once', async () => {
    const { asked, summary } = await verified({ images: 50 });
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(summary).toMatchObject({ asked: 50, missing: 0, missingShareAtMost: 0 });
    expect(summary.means).toBe('0 of 50 missing: the gallery was asked for every image');
  });

  it('asks on for all the others once an image of the sample is missing', async () => {
    const missing = Array.from({ length: 30 }, (_, n) => 10 * n + 5);
    const { of, summary } = await verified({ images: 300, missing });
    expect(of('missing')).toEqual(missing);
    expect(of('as submitted')).toHaveLength(270);
    expect(summary).toMatchObject({ asked: 300, missing: 30, missingShareAtMost: 0.1 });
  });

  it('asks on for ten minutes at most, then says what share is missing, and of which images it does not know', async () => {
    const missing = Array.from({ length: 100 }, (_, n) => 10 * n + 1);
    const { asked, seconds, of, summary } = await verified({ images: 1_000, missing, queriesPerSecond: 1 });
    expect(seconds).toBeLessThanOrEqual(610); // ten minutes, and the question that was under way
    expect(summary.asked).toBeLessThan(1_000);
    expect(summary.missing).toBe(of('missing').length);
    expect(of('missing').every((n) => missing.includes(n))).toBe(true);
    expect(of('not asked')).toHaveLength(1_000 - summary.asked);
    expect(Math.max(...asked)).toBeGreaterThan(950); // spread, not the first ones
    expect(summary.missingShareAtMost).toBeGreaterThan(0.1);
    expect(summary.means).toMatch(
      /^\d+ of \d+ missing: about \d+ %, and with 95 % confidence fewer than \d+ %/,
    );
  });

  it('asks on for no longer than the share of the time that its lines bring, spread over them', async () => {
    const missing = Array.from({ length: 100 }, (_, n) => 10 * n + 1);
    const part = { images: 1_000, missing, queriesPerSecond: 1, share: 0.05, inDoubt: true };
    const { asked, seconds, of } = await verified(part);
    expect(seconds).toBeLessThanOrEqual(40); // 30 s, and the question that was under way
    expect(asked.length).toBeGreaterThan(5);
    expect(Math.max(...asked) - Math.min(...asked)).toBeGreaterThan(500);
    expect(of('not asked').length + new Set(asked).size).toBeGreaterThanOrEqual(1_000);
  });

  it('never asks on when there is no time for it: what it did not ask for is not asked, and nothing else', async () => {
    const missing = Array.from({ length: 1_000 }, (_, n) => n + 1);
    const { of, summary } = await verified({ images: 1_000, missing, minutes: 0 });
    expect(of('missing')).toHaveLength(50);
    expect(of('not asked')).toHaveLength(950);
    expect(summary).toMatchObject({ asked: 50, missing: 50, notAsked: 950 });
  });

  it.each(['sample', 'no'] as const)(
    'asks for all at once, when the failures do not tell all and verify is %s',
    async (how) => {
      const { asked, summary } = await verified({ images: 200, how, inDoubt: true });
      expect(asked).toHaveLength(200);
      expect(summary).toMatchObject({ asked: 200, missing: 0 });
    },
  );

  it('asks for nothing when verify is no', async () => {
    const { asked, of, summary } = await verified({ images: 200, how: 'no' });
    expect(asked).toEqual([]);
    expect(of(undefined)).toHaveLength(200);
    expect(summary).toMatchObject({ asked: 0, missingShareAtMost: 1, means: 'the gallery was not asked' });
  });

  it('asks for every image, each once, when verify is all', async () => {
    const { asked, summary } = await verified({ images: 120, how: 'all' });
    expect(asked).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
    expect(summary.means).toBe('0 of 120 missing: the gallery was asked for every image');
  });
});
