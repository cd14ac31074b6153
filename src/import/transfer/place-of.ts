import { resolve } from 'node:path';
import type { ObjectSource } from '../../shared/objects/object-store.ts';
import { show } from '../../shared/options/checks.ts';
import { UrlListSource } from '../../sources/urls/url-list-source.ts';
import { FolderStore } from '../../storage/folder-store.ts';

const URLS = 'urls:';

/** Where a store is. A relative path counts from the current folder, and leads elsewhere from another one. */
export function placeOf(store: Pick<ObjectSource, 'name'>): string {
  const { name } = store;
  if (store instanceof FolderStore) return resolve(name);
  return store instanceof UrlListSource ? `${URLS}${resolve(name.slice(URLS.length))}` : name;
}

/** A part of a store. */
interface Part {
  readonly store: Pick<ObjectSource, 'name'>;
  readonly prefix: string;
}

/**
 * @param keepsPaths whether an image that is listed at the target would go to its own key
 * @throws {TypeError} for an upload that finds what it has sent when it lists its source the next time
 */
export function checkApart(source: Part, target: Part, keepsPaths: boolean): void {
  if (placeOf(source.store) !== placeOf(target.store)) return;
  const folder = source.prefix.slice(0, source.prefix.lastIndexOf('/') + 1);
  const to = target.prefix === '' ? '' : `${target.prefix}/`;
  const isInPlace = to === folder && keepsPaths;
  if (!to.startsWith(source.prefix) || isInPlace) return;
  throw new TypeError(
    `Cannot upload as the target, ${show(`${target.store.name}/${to}`)}, lies in the source, and the next upload would send it again: name a folder outside, or leave it out by 'filter'`,
  );
}
