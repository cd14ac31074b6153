import { expect, it } from 'vitest';
import { simulate } from '../../bench/scale.ts';
import { planImport } from '../../src/index.ts';

const ROWS = process.env['MODE'] === 'long' ? 200_000 : 3_000;
const LINES_PER_TASK = process.env['MODE'] === 'long' ? 10_000 : 500;
/** Of each thousand rows: see bench/simulation/catalogue.mjs. */
const OF_A_THOUSAND = { refusedBeforeUpload: 3, skipped: 1, deletes: 1, triedAgain: 1 };

it(`the simulation of ${ROWS} rows accounts for every entry, and makes the requests that planImport() counts`, async () => {
  const thousands = ROWS / 1_000;
  const { requests, tasks } = await simulate(ROWS, LINES_PER_TASK); // fails when an entry is not accounted for
  const { refusedBeforeUpload, skipped, deletes, triedAgain } = OF_A_THOUSAND;
  const images = 1_000 - refusedBeforeUpload - skipped - deletes;
  const plan = planImport({
    images: images * thousands,
    deletes: deletes * thousands,
    linesPerTask: LINES_PER_TASK,
  });
  const again = Math.ceil((triedAgain * thousands) / LINES_PER_TASK);
  expect(tasks).toBe(plan.tasks + again);
  expect(requests).toMatchObject({
    PutObject: (plan.requests['PutObject'] ?? 0) + again,
    HeadObject: (plan.requests['HeadObject'] ?? 0) + again + 1, // a store of one's own is asked once in the beginning
    IncreaseInstance: plan.tasks + again,
    Detail: plan.requests['Detail'],
  });
  expect(requests['IncreaseList']).toBeGreaterThanOrEqual(plan.requests['IncreaseList'] ?? 0);
  expect(requests['CheckImageExists']).toBeGreaterThanOrEqual(plan.requests['CheckImageExists'] ?? 0);
}, 1_200_000);
