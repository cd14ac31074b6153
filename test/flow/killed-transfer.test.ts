import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { TransferOutcome, TransferSummary } from '../../src/index.ts';
import { all } from '../support/items.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { quickEmulator, storeOf } from './import-test-bed.ts';
import { countPuts, runUntilKilled } from './killed-process.ts';
import { fillSource, SOURCE_KINDS } from './transfer-sources.ts';

/** Of each kind of source. */
const [IMAGES, KILLS] = process.env['MODE'] === 'long' ? [600, 30] : [80, 3];
const CONCURRENCY = 4;
const PROGRAM = fileURLToPath(new URL('./killed-transfer.mjs', import.meta.url));
/** Every ninth image is broken. */
const isGood = (n: number) => n % 9 !== 4;

/** What the process says, a line at a time. */
interface Said {
  readonly step?: string;
  readonly key?: string;
  readonly summary?: TransferSummary;
}

it.each(SOURCE_KINDS.map((from, seed) => ({ seed, from })))(
  `ImageTransfer uploads ${IMAGES} images of the source $from once when its process is ended ${KILLS} times`,
  async ({ seed, from }) => {
    const work = await mkdtemp(join(tmpdir(), 'killed-transfer-'));
    const state = join(work, 'state');
    await using emulator = await quickEmulator();
    const store = storeOf(emulator);
    const picture = await makeImage({ format: 'png', width: 120, height: 100 });
    const images = new Map<string, Uint8Array>();
    for (let n = 0; n < IMAGES; n++) {
      // Each image has bytes of its own behind its end, so that no two are alike.
      const bytes = isGood(n) ? Buffer.concat([picture, Buffer.from(`${n}`)]) : picture.subarray(0, 60);
      images.set(`in/${n}.png`, bytes);
    }
    await using filled = await fillSource(from, images, { emulator, work });
    const outcomes = (): TransferOutcome[] => {
      const file = join(state, 'outcomes.jsonl');
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
      return lines.map((line) => JSON.parse(line) as TransferOutcome);
    };
    const sent = new Set<string>();
    const [held, sentAgain]: [Set<string>, string[]] = [new Set(), []];
    await using door = await countPuts(emulator.ossEndpoint, (path) => {
      const key = path.slice(path.indexOf('out/')).replace(/\?.*/s, '');
      sent.add(key);
      if (held.has(key)) sentAgain.push(key);
    });
    const { bucketName: bucket, regionId: region, accessKeyId, accessKeySecret } = emulator;
    const argument = JSON.stringify({
      from: { address: filled.address, options: filled.options },
      oss: { bucket, region, endpoint: door.endpoint, credentials: { accessKeyId, accessKeySecret } },
      options: { state, sourcePrefix: 'in/', prefix: 'out', concurrency: CONCURRENCY },
    });

    const told = new Set<string>();
    let summary: TransferSummary | undefined;
    const hear = ({ key, summary: whole }: Said) => {
      if (key !== undefined) told.add(key);
      summary ??= whole;
    };
    const random = seededRandom(seed);
    let killed = 0;
    for (let n = 1; n <= KILLS; n++) {
      const enough = ((n - random()) * IMAGES * 0.8) / KILLS;
      const isAtStart = n % 5 === 1; // while it lists, for the first time or again
      const code = await runUntilKilled<Said>([PROGRAM, argument], hear, {
        isTime: ({ step }) => (isAtStart ? step === 'started' : sent.size >= enough),
        afterMs: random() * (isAtStart ? 100 : 15),
        signal: n % 4 === 0 ? 'SIGINT' : 'SIGKILL',
      });
      if (code !== 0) killed += 1;
      expect([null, 130, 0]).toContain(code);
      for (const { key, status } of outcomes()) if (status === 'sent') held.add(key);
    }
    expect(await runUntilKilled<Said>([PROGRAM, argument], hear)).toBe(0);
    expect(killed).toBeGreaterThan(KILLS / 2);
    expect(sentAgain).toEqual([]);

    const good = Array.from({ length: IMAGES }, (_, n) => n).filter(isGood);
    const inBucket = await all(store.list('out/'));
    expect(inBucket.map(({ key }) => key).toSorted()).toEqual(good.map((n) => `out/${n}.png`).toSorted());
    for (const n of good) {
      const { bytes } = await store.read(`out/${n}.png`, { offset: 0, length: picture.length + 9 });
      expect(Buffer.from(bytes).toString('latin1', picture.length)).toBe(`${n}`);
    }
    const everything = Array.from({ length: IMAGES }, (_, n) => `in/${n}.png`).toSorted();
    expect(
      outcomes()
        .map(({ source }) => source)
        .toSorted(),
    ).toEqual(everything);
    expect([...told].toSorted()).toEqual(everything);
    expect(summary).toMatchObject({
      ...{ copied: from === 'bucket' ? good.length : 0 },
      ...{ listed: IMAGES, sent: good.length, refused: IMAGES - good.length },
      ...{ present: 0, failed: 0, leftOut: 0 },
    });
    store.close();
    await rm(work, { recursive: true });
  },
  600_000,
);
