import { wholeLinesOf } from '../state/growing-lines.ts';
import type { Difference } from './difference.ts';
import type { SyncPlan } from './sync-plan.ts';
import type { SyncIdentity } from './sync-state.ts';
import type { UpdateLine } from './update-images.ts';

/** Whether a call of UpdateImage is made for a difference of the plan. */
export const updatesOf =
  ({ updatable }: Pick<SyncPlan, 'updatable'>, { mostUpdates }: Pick<SyncIdentity, 'mostUpdates'>) =>
  ({ update }: Difference): boolean =>
    update !== undefined && updatable <= mostUpdates;

/**
 * The differences that calls do not bring in, in the order of the plan: those without a call, and those whose call has failed.
 *
 * @param updates the ledger of the calls
 */
export async function* differencesToImport(
  differences: AsyncIterable<Difference>,
  isUpdated: (difference: Difference) => boolean,
  updates: string,
): AsyncGenerator<Difference, void, void> {
  const calls = wholeLinesOf<UpdateLine>(updates);
  try {
    for await (const difference of differences) {
      const call = isUpdated(difference) ? await calls.next() : undefined;
      if (call === undefined || (call.done !== true && call.value.value.failure !== null)) yield difference;
    }
  } finally {
    await calls.return();
  }
}
