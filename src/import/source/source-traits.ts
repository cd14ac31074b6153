import type { ObjectSource } from '../../shared/objects/object-store.ts';
import { InventorySource } from '../../sources/inventory/inventory-source.ts';
import { UrlListSource } from '../../sources/urls/url-list-source.ts';
import { FolderStore } from '../../storage/folder-store.ts';

/** What an upload has to know of its source. */
export interface SourceTraits {
  /** Whether it is on this machine: then the first read takes all there is, and the file is opened once. */
  readonly isNear: boolean;
  /** Whether each image has a server of its own, as URLs have: then no trouble with one says anything of the others. */
  readonly isOfManyHosts: boolean;
  /** Whether a listing takes a request for each thousand objects. */
  readonly isListedByPages: boolean;
}

export const traitsOf = (source: ObjectSource): SourceTraits => ({
  isNear: source instanceof FolderStore,
  isOfManyHosts: source instanceof UrlListSource,
  isListedByPages: ![FolderStore, UrlListSource, InventorySource].some((kind) => source instanceof kind),
});
