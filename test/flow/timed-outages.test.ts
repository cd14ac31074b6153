import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Door } from '../support/door.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { makeOutageCatalogue, OutageBed, type OutageCatalogue } from './outage-bed.ts';

/** How long a service is away, in s, and at how many moments of an import: by the clock of the system. */
const OUTAGES: readonly (readonly [number, number])[] =
  process.env['MODE'] === 'long'
    ? [
        [0.3, 20],
        [3, 20],
        [30, 2],
      ]
    : [[0.3, 2]];

/** At the first contact, a service that cannot be reached is not waited for: a look has up to two requests. */
const FIRST_REQUEST = 3;

let catalogue: OutageCatalogue;
beforeAll(async () => {
  catalogue = await makeOutageCatalogue();
});
afterAll(() => catalogue[Symbol.asyncDispose]());

const quick = { Detail: 100, IncreaseList: 100, CheckImageExists: 100 };

/** Imports through doors, one of which is shut at a request, and returns how many requests came through each. */
async function importThroughDoors(shut: (doors: Doors) => void) {
  await using bed = await OutageBed.open(catalogue, { taskDurationMs: 100 });
  await using oss = await Door.before(bed.emulator.ossEndpoint);
  await using search = await Door.before(bed.emulator.imageSearchEndpoint);
  const doors = { OSS: oss, 'Image Search': search };
  shut(doors);
  const done = await bed.importing({
    ...{ endpoint: search.endpoint, ossEndpoint: oss.endpoint },
    ...{ clock: undefined, requestsPerSecond: quick, pollDelay: () => 20 },
  });
  await bed.expectDone(done);
  return { OSS: oss.requests, 'Image Search': search.requests };
}

type Doors = Readonly<Record<'OSS' | 'Image Search', Door>>;

const MOMENTS = (['OSS', 'Image Search'] as const).flatMap((service) =>
  OUTAGES.flatMap(([seconds, moments]) =>
    Array.from({ length: moments }, (_, n) => ({ service, seconds, seed: n + 1 })),
  ),
);

describe('importCatalogue(), by the clock of the system', () => {
  let requests: Awaited<ReturnType<typeof importThroughDoors>>;
  beforeAll(async () => {
    requests = await importThroughDoors(() => {});
  });

  it.concurrent.each(MOMENTS)(
    'tells every entry rightly when $service is away for $seconds s (seed $seed)',
    async ({ service, seconds, seed }) => {
      const random = seededRandom(seed + (service === 'OSS' ? 0 : 1_000));
      const at = FIRST_REQUEST + Math.floor(random() * (requests[service] - FIRST_REQUEST + 1));
      let door: Door | undefined;
      await importThroughDoors((doors) => {
        door = doors[service];
        door.shutFor(seconds * 1_000, { at });
      });
      expect(door?.shut, `at request ${at} of ${requests[service]}`).toBe(1);
    },
    120_000,
  );
});
