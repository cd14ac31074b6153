import { callCaller } from '../../shared/errors/callers-code.ts';
import type { SourceListing } from '../model/catalogue-source.ts';
import type { OpenSource } from '../model/raw-row.ts';
import { sourceListing } from '../model/source-listing.ts';
import type { FolderFile } from './folder-files.ts';
import { type FolderOptions, openFiles } from './open-folder.ts';
import { isHiddenPath } from './system-files.ts';

/** A folder of a source: every object that its listing has, in its order, as a file of a folder of this machine would be. */
export function openListing(listing: SourceListing, options: FolderOptions): OpenSource {
  const { signal } = options;
  const { source, prefix, name, isWanted } = sourceListing(listing);
  const files = async function* (): AsyncGenerator<FolderFile, void, void> {
    for await (const object of source.list(prefix, { signal })) {
      const path = object.key.slice(prefix.length);
      const wanted = callCaller(`'filter' threw for "${object.key}"`, () => isWanted(object), signal);
      if (path === '' || path.endsWith('/') || isHiddenPath(path)) yield { path, kind: 'hidden' };
      else yield { path, kind: wanted ? 'file' : 'leftOut' };
    }
  };
  return openFiles(name, files(), options);
}
