import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { show } from '../../shared/options/checks.ts';
import { marksFile } from './image-marks.ts';
import type { SyncPlan } from './sync-plan.ts';
import { openSyncState } from './sync-state.ts';

/**
 * Makes sure that the marks of an earlier sync are those of images that its gallery got: a dry run has sent nothing, and of a
 * sync that is not over nobody knows what the gallery took.
 *
 * @throws {RangeError} for the state of anything else
 */
export async function checkPrevious(
  previous: string,
  target: Pick<SyncPlan, 'region' | 'instance' | 'to'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!existsSync(marksFile(previous)))
    throw wrong(previous, "of a sync with 'compareImages'", 'it has no images.jsonl');
  await using state = await openSyncState(previous, signal);
  const { begun, closed } = state;
  if (closed === undefined || begun === undefined)
    throw wrong(previous, 'of a sync that is over', 'it is not');
  if (begun.dryRun) throw wrong(previous, 'of a sync that has sent its images', 'it is that of a dry run');
  for (const name of ['region', 'instance', 'to'] as const)
    if (begun[name] !== target[name])
      throw wrong(
        previous,
        'of a sync of the same gallery',
        `its '${name}' is ${show(begun[name])}, and that of this sync ${show(target[name])}`,
      );
}

/**
 * Takes over the marks that the dry run of a plan has beside it.
 *
 * @throws {RangeError} where there are none
 */
export async function takeMarks(plan: string, folder: string): Promise<void> {
  const its = marksFile(dirname(resolve(plan)));
  if (!existsSync(its))
    throw new RangeError(
      `Cannot carry out the plan ${show(plan, LONGEST_PATH)} with 'compareImages' as images.jsonl of its dry run must be beside it: make the plan with 'compareImages', or carry it out without`,
    );
  if (its !== marksFile(folder)) await copyFile(its, marksFile(folder));
}

const wrong = (previous: string, rule: string, why: string) =>
  new RangeError(
    `Cannot sync as 'previous' must be the state ${rule}: ${why}, in ${show(previous, LONGEST_PATH)}; name another one, or none`,
  );

const LONGEST_PATH = 1_000;
