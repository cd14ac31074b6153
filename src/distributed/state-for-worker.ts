import { checkShared } from '../import/stored/check-shared.ts';
import { namesIn, placeIn, type StatePlace, type StateStore } from '../import/stored/state-place.ts';
import { type StoredState, stateChoice } from '../import/stored/stored-state.ts';
import { DEFAULT_PATIENCE_MS, Patience } from '../service/patience.ts';
import { show } from '../shared/checks.ts';
import { systemClock } from '../shared/sleep.ts';
import { OssStore } from '../storage/oss-store.ts';
import type { OssStoreOptions } from '../storage/oss-store-options.ts';
import { patientStore } from '../storage/patient-store.ts';

/** Which import is meant, for who is not its coordinator. */
export interface StateOptions {
  /** As the import has it: `oss://BUCKET/PREFIX`, or a place in a store. */
  readonly state: string | StoredState;
  /** How OSS is reached: region, credentials, endpoint and so on. Needed for a `state` in OSS. */
  readonly oss?: Omit<OssStoreOptions, 'bucket'> | undefined;
}

/** @throws {TypeError} for a state that other machines do not reach */
export function openState({ state, oss }: StateOptions): { readonly place: StatePlace; close(): void } {
  const choice = stateChoice(state);
  if (choice.kind === 'folder')
    throw new TypeError(
      `Cannot continue as 'state' must be oss://BUCKET/PREFIX or { store, prefix }: current value is ${show(choice.path)}`,
    );
  const patience = new Patience({ clock: systemClock, patienceMs: DEFAULT_PATIENCE_MS });
  if (choice.kind === 'store')
    return {
      place: placeIn(patientStore(choice.store, patience) as StateStore, choice.prefix),
      close: () => {},
    };
  if (oss === undefined)
    throw new TypeError(
      "Cannot continue as 'oss' must be given for a state in OSS, such as { region }: current value is undefined",
    );
  const { bucket, folder } = choice.address;
  const store = new OssStore({ ...oss, bucket });
  return {
    place: placeIn(patientStore(store, patience) as StateStore, folder),
    close: () => store.close(),
  };
}

/**
 * Whether an import has begun there.
 *
 * @throws {RangeError} for the state of work on one machine
 * @throws {ImageSearchError} when there is no such bucket, or it cannot be read
 */
export async function hasBegun(place: StatePlace): Promise<boolean> {
  await checkShared(place, undefined);
  for await (const _ of namesIn(place, 'journal/', undefined)) return true;
  return false;
}
