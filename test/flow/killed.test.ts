import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import type { EntryOutcome, ImportSummary } from '../../src/index.ts';
import { listData, rpcCall } from '../support/rpc-call.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { into, quickEmulator } from './import-test-bed.ts';
import {
  failsAtFirst,
  galleryAfter,
  type KnownEntry,
  type KnownImage,
  knownEntries,
  OLD_IMAGES,
  SHARDS,
  timesOf,
  writeKnownCatalogue,
} from './killed-catalogue.ts';
import { countPuts, runUntilKilled } from './killed-process.ts';
import { filedLine, outcomesIn } from './outcome-files.ts';

const [ENTRIES, ENTRIES_DIRECT, KILLS] = process.env['MODE'] === 'long' ? [2_000, 304, 50] : [160, 160, 8];
const CONCURRENCY = 4;
/** How much faster than the machine's the clock of the process runs: a wait of a second takes 20 ms. */
const TIMES_FASTER = 50;
const PROGRAM = fileURLToPath(new URL('./killed-import.mjs', import.meta.url));

/** What the process says, a line at a time. */
interface Said {
  readonly step?: string;
  /** Of the catalogue, with what became of its entry. */
  readonly line?: number;
  readonly status?: EntryOutcome['status'];
  readonly summary?: ImportSummary;
}

async function addOldImages(emulator: Emulator): Promise<void> {
  const image = await makeImage({ format: 'png', width: 120, height: 100 });
  const PicContent = Buffer.from(image).toString('base64');
  for (const old of OLD_IMAGES) {
    const form = { InstanceName: emulator.instanceName, ...old, PicContent };
    expect((await rpcCall(emulator, { action: 'AddImage', form })).status).toBe(200);
  }
}

it.each([
  { seed: 1, entries: ENTRIES, how: { skipUnchanged: false } },
  { seed: 2, entries: ENTRIES, how: { skipUnchanged: true } },
  { seed: 3, entries: ENTRIES_DIRECT, how: { route: 'direct' } },
])(
  `CatalogueImport brings each of $entries entries in once when its process is ended ${KILLS} times ($how)`,
  async ({ seed, entries, how }) => {
    const isDirect = 'route' in how;
    const folder = await mkdtemp(join(tmpdir(), 'killed-import-'));
    const known = knownEntries(entries);
    const carriedOut = new Map<string, number>();
    const sent = new Map<string, number>();
    const countIn = (counts: Map<string, number>, key: string) => {
      const times = (counts.get(key) ?? 0) + 1;
      counts.set(key, times);
      return times;
    };
    await using emulator = await quickEmulator({
      failImage: ({ productId, picName }) => {
        if (picName === 'old.png' || productId === 'WHOLE') return undefined; // from before
        const times = countIn(carriedOut, picName);
        return failsAtFirst(productId) && times === 1 ? 'InternalOssError' : undefined;
      },
      taskDurationMs: 40,
    });
    await addOldImages(emulator);
    await using door = await countPuts(emulator.ossEndpoint, (path) => countIn(sent, path));
    const { clock: _, ...target } = { ...into(emulator), ossEndpoint: door.endpoint };
    const state = join(folder, 'state');
    const options = {
      ...{ ...target, ...how, images: folder, state, allowProductDeletes: true },
      ...{ linesPerTask: entries / SHARDS, concurrency: CONCURRENCY },
    };
    const catalogue = await writeKnownCatalogue(folder, known);
    const argument = JSON.stringify({ catalogue, options, timesFaster: TIMES_FASTER });

    const told = new Set<string>();
    let summary: ImportSummary | undefined;
    const hear = ({ line, status, summary: all }: Said) => {
      if (line !== undefined && status !== undefined) told.add(filedLine(line, status));
      summary ??= all;
    };

    const random = seededRandom(seed);
    const most = 2 * entries * (1 - 2 / SHARDS); // images sent and entries told, well before the end
    const done = () => (isDirect ? carriedOut : sent).size + told.size;
    let killed = 0;
    for (let n = 1; n <= KILLS; n++) {
      const enough = ((n - random()) * most) / KILLS;
      const isAtStart = n % 5 === 1; // while it reads the catalogue, for the first time or again
      const code = await runUntilKilled([PROGRAM, argument], hear, {
        isTime: ({ step }) => (isAtStart ? step === 'started' : done() >= enough),
        afterMs: random() * (isAtStart ? 150 : 25),
        signal: n % 4 === 0 ? 'SIGINT' : 'SIGKILL',
      });
      if (code !== 0) killed += 1;
      expect([null, 130, 0]).toContain(code);
    }
    expect(await runUntilKilled([PROGRAM, argument], hear)).toBe(0);
    expect(killed).toBeGreaterThan(KILLS * 0.8);

    const rightly = known.map(({ status }, n) => filedLine(n + 1, status)).toSorted();
    expect([...told].toSorted()).toEqual(rightly);
    const filed = await outcomesIn(state);
    expect(
      filed.map(({ file, outcome: { place, status } }) => filedLine(place.line, status, file)).toSorted(),
    ).toEqual(rightly);
    const inGallery = emulator.gallery().map(imageText);
    expect(inGallery.toSorted()).toEqual(galleryAfter(known).map(imageText).toSorted());

    const expectedTimes = known.filter((one) => timesOf(one) > 0);
    const times = (one: KnownEntry) => carriedOut.get(String(one.row.image)) ?? 0;
    const again = expectedTimes.map((one) => times(one) - timesOf(one));
    expect(carriedOut.size).toBe(expectedTimes.length);
    expect(Math.min(...again)).toBe(0);
    // A call whose answer did not reach the ledger is made again.
    expect(again.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(isDirect ? CONCURRENCY * killed : 0);
    const { Increments } = await listData(emulator, { PageSize: '100' });
    expect(Increments.Instance).toHaveLength(summary?.tasks ?? 0);
    const passing = known.filter(({ row }) => failsAtFirst(row.productId)).length;
    // A call that fails for a passing reason is repeated at once.
    expect(summary).toMatchObject({ supplied: entries, retried: isDirect ? 0 : passing, failed: 0 });

    const images = [...sent].filter(([path]) => !path.endsWith('increment.meta'));
    const sentAgain = images.reduce((total, [, times]) => total + times - 1, 0);
    expect(sentAgain).toBeLessThanOrEqual(CONCURRENCY * killed);
    await rm(folder, { recursive: true });
  },
  600_000,
);

const imageText = (image: Pick<KnownImage, 'ProductId' | 'PicName'> & { readonly CustomContent?: unknown }) =>
  `${image.ProductId} ${image.PicName} ${image.CustomContent}`;
