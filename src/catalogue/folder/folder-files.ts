import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isWithin } from '../../shared/files/regular-file.ts';
import type { FollowLinks } from '../../shared/options/follow-links.ts';
import { isHidden } from './system-files.ts';

/** What stands in a folder: a file, or what is none and is not entered. */
export interface FolderFile {
  /** Relative to the folder, with forward slashes; bytes of a name that is no UTF-8 as `\xE9`. */
  readonly path: string;
  readonly kind:
    | 'file'
    /** A hidden file, or a hidden folder with all it holds. */
    | 'hidden'
    /** An object of a source that the caller's filter leaves out. */
    | 'leftOut'
    /** A link to a folder that was entered before, or that is being walked. */
    | 'link'
    /** A link that leads out of the folder. */
    | 'outside'
    /** A link that leads to nothing. */
    | 'dangling'
    /** A file or folder whose name is no UTF-8. */
    | 'badName'
    /** A device, a socket or a pipe. */
    | 'special';
  /** Where a link leads that leads out of the folder. */
  readonly target?: string;
}

/** Where a walk is. */
interface Walk {
  readonly root: string;
  readonly followLinks: FollowLinks;
  /** Folders that were entered through links, so that loops end. */
  readonly linked: Set<string>;
  readonly signal: AbortSignal | undefined;
}

/** Everything below a folder, in the order of the names, folder by folder. @param followLinks where links may lead */
export async function* folderFiles(
  folder: string,
  followLinks: FollowLinks,
  signal: AbortSignal | undefined,
): AsyncGenerator<FolderFile, void, void> {
  signal?.throwIfAborted();
  const root = await realpath(folder);
  yield* filesIn('', root, { root, followLinks, linked: new Set([root]), signal });
}

/** @param folder its real path, without links */
async function* filesIn(parent: string, folder: string, walk: Walk): AsyncGenerator<FolderFile, void, void> {
  walk.signal?.throwIfAborted();
  const entries = (await readdir(folder, { withFileTypes: true, encoding: 'buffer' })).map((entry) => ({
    name: Buffer.from(entry.name),
    entry,
  }));
  entries.sort((a, b) => a.name.compare(b.name));
  for (const { name, entry } of entries) {
    const path = parent + textOf(name);
    if (!isUtf8(name)) yield { path, kind: 'badName' };
    else if (isHidden(name.toString(), entry.isDirectory())) yield { path, kind: 'hidden' };
    else if (entry.isDirectory()) yield* filesIn(`${path}/`, join(folder, name.toString()), walk);
    else if (entry.isSymbolicLink()) yield* linkedFiles(path, join(folder, name.toString()), walk);
    else yield { path, kind: kindOf(entry) };
  }
}

async function* linkedFiles(path: string, link: string, walk: Walk): AsyncGenerator<FolderFile, void, void> {
  const target = await targetOf(link);
  if (target === undefined) yield { path, kind: 'dangling' };
  else if (walk.followLinks === 'inside' && !isWithin(walk.root, target))
    yield { path, kind: 'outside', target };
  else {
    const found = await stat(target);
    if (!found.isDirectory()) yield { path, kind: kindOf(found) };
    else if (walk.linked.has(target) || isWithin(target, link)) yield { path, kind: 'link' };
    else {
      walk.linked.add(target);
      yield* filesIn(`${path}/`, target, walk);
    }
  }
}

async function targetOf(link: string): Promise<string | undefined> {
  try {
    return await realpath(link);
  } catch {
    return undefined; // it leads to nothing, or to itself
  }
}

const kindOf = (entry: Pick<Dirent, 'isFile'>): FolderFile['kind'] => (entry.isFile() ? 'file' : 'special');

/** A name as text; bytes that are no UTF-8 as `\xE9`. */
const textOf = (name: Buffer): string =>
  isUtf8(name)
    ? name.toString()
    : [...name.toString('latin1')]
        .map((character) =>
          character > '~' || character < ' '
            ? `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
            : character,
        )
        .join('');
