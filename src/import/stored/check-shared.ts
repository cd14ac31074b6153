import { show } from '../../shared/options/checks.ts';
import { JOURNAL } from '../state/import-state.ts';
import type { StatePlace } from './state-place.ts';

/**
 * The state of one machine's work has other names than that of many machines, in the same folder: one never goes on with the other.
 *
 * @throws {RangeError} for a place that is the state folder of an import, an upload or other work of one machine
 */
export async function checkShared(
  { store, prefix, name }: StatePlace,
  signal: AbortSignal | undefined,
): Promise<void> {
  if ((await store.head(prefix + JOURNAL, { signal })) === undefined) return;
  throw new RangeError(
    `Cannot import with 'state' in a store as ${show(name, 1_100)} has ${JOURNAL}, the state of work on one machine: continue that without workers, or name another place for an import of many machines`,
  );
}
