import type { ImageSearchClient } from '../../image-search-client.ts';
import { type OssAddress, parseOssAddress } from '../../service/addresses/oss-address.ts';
import type { Patience } from '../../service/patience.ts';
import type { ObjectStore } from '../../shared/objects/object-store.ts';
import { objectGiven, show, text } from '../../shared/options/checks.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import { trimSlashes } from '../../shared/text/trim-slashes.ts';
import { OssStore } from '../../storage/oss-store.ts';
import { patientStore } from '../../storage/patient-store.ts';
import { placeIn, type StatePlace, type StateStore } from './state-place.ts';

/** A place in a store of the caller's own, such as a `FolderStore` of a folder that all machines share. */
export interface StoredState {
  /** The store that holds the state. */
  readonly store: ObjectStore;
  /** Where in the store: a folder of objects that holds nothing else. */
  readonly prefix: string;
}

/** What `state` names, checked: a folder of this machine, or a place in a store. */
export type StateChoice =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'bucket'; readonly address: OssAddress }
  | { readonly kind: 'store'; readonly store: StateStore; readonly prefix: string };

/** @throws {TypeError} for a value of another form, or a store that cannot hold a state */
export function stateChoice(state: string | StoredState): StateChoice {
  if (typeof state === 'string') {
    if (!/^oss:\/\//i.test(text('state', state))) return { kind: 'folder', path: state };
    const address = parseOssAddress(state);
    return { kind: 'bucket', address: { ...address, folder: prefixOf(address.folder || '/') } };
  }
  objectGiven("'state', a folder, oss://BUCKET/PREFIX or { store, prefix },", state);
  const { store, prefix } = knownOptions('state', state, { store: true, prefix: true });
  if (typeof store?.putIfAbsent !== 'function')
    throw new TypeError(
      `Cannot keep a state in a store that has no putIfAbsent(): current value is ${show(store)}; take an OssStore or a FolderStore`,
    );
  return { kind: 'store', store: store as StateStore, prefix: prefixOf(prefix) };
}

/** The root of a store is no place for a state: objects of its names are removed in the end. */
function prefixOf(prefix: string): string {
  const folder = trimSlashes(text('prefix', prefix));
  if (folder !== '') return folder;
  throw new TypeError(
    `Cannot keep a state in the root of a store: current value of its prefix is ${show(prefix)}; name a folder that holds nothing else`,
  );
}

/** A place that is open. Its calls wait while the store is away. */
export interface OpenPlace {
  readonly place: StatePlace;
  close(): void;
}

/** @param client whose connection and way to OSS a bucket is reached by */
export function openPlace(
  choice: Exclude<StateChoice, { kind: 'folder' }>,
  client: Pick<ImageSearchClient, 'connection' | 'oss'>,
  patience: Patience,
): OpenPlace {
  if (choice.kind === 'store') {
    const store = patientStore(choice.store, patience) as StateStore;
    return { place: placeIn(store, choice.prefix), close: () => {} };
  }
  const { bucket, folder } = choice.address;
  const store = new OssStore({ connection: client.connection, oss: { ...client.oss, bucket } });
  return {
    place: placeIn(patientStore(store, patience) as StateStore, folder),
    close: () => store.close(),
  };
}

/**
 * The folder of a state that cannot be in a store.
 *
 * @param whose as messages name it, such as `a sync`
 * @throws {TypeError} for a place in a store
 */
export function folderOf(choice: StateChoice | undefined, whose: string): string | undefined {
  if (choice === undefined || choice.kind === 'folder') return choice?.path;
  throw new TypeError(
    `Cannot keep the state of ${whose} in a store: name a folder of this machine as 'state'`,
  );
}
