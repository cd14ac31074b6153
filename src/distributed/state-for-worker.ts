import { checkShared } from '../import/stored/check-shared.ts';
import type { RoundSettings } from '../import/stored/round-settings.ts';
import {
  namesIn,
  placeIn,
  readWhole,
  type StatePlace,
  type StateStore,
} from '../import/stored/state-place.ts';
import { type StoredState, stateChoice } from '../import/stored/stored-state.ts';
import { DEFAULT_PATIENCE_MS, Patience } from '../service/patience.ts';
import { systemClock } from '../shared/async/sleep.ts';
import { show } from '../shared/options/checks.ts';
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

/**
 * The default name of a queue is made of the name of the state, and that of a folder is its path.
 *
 * @throws {RangeError} when the coordinator of the import there has its state under another name
 */
export async function assertNamedAlike(place: StatePlace): Promise<void> {
  let round: string | undefined;
  for await (const name of namesIn(place, 'rounds/', undefined)) round = name;
  const bytes = round === undefined ? undefined : await readWhole(place, round, undefined);
  const told = bytes && (JSON.parse(bytes.toString()) as Pick<RoundSettings, 'import'>).import;
  if (told === undefined || told === place.name) return;
  throw new RangeError(
    `Cannot work for the import in ${show(place.name, 1_100)} as its shards are in another queue: the coordinator has this state as ${show(told, 1_100)}; give the worker the same path, or both one name for the queue`,
  );
}
