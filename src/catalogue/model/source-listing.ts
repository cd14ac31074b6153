import { objectPredicate } from '../../shared/objects/filter-objects.ts';
import type { ListedObject } from '../../shared/objects/object-store.ts';
import { type OpenSourceFolder, sourceFolder } from '../../shared/objects/source-folder.ts';
import type { CatalogueSource, SourceListing } from './catalogue-source.ts';

/** A listing with its defaults. */
export interface OpenSourceListing extends OpenSourceFolder {
  readonly isWanted: (object: ListedObject) => boolean;
}

export const isSourceListing = (source: unknown): source is SourceListing =>
  typeof source === 'object' && source !== null && 'source' in source && !(Symbol.iterator in source);

/** @throws {TypeError | RangeError} for a listing of another form, or a filter with a value that it cannot have */
export function sourceListing({ filter = {}, ...folder }: SourceListing): OpenSourceListing {
  const isWanted = typeof filter === 'function' ? filter : objectPredicate(filter);
  return { ...sourceFolder('the catalogue', folder), isWanted };
}

/** How messages name a catalogue; null for one without a name. */
export function catalogueName(source: CatalogueSource): string | null {
  if (typeof source === 'string') return source;
  if (isSourceListing(source)) return sourceListing(source).name;
  return 'name' in source && typeof source.name === 'string' ? source.name : null;
}
