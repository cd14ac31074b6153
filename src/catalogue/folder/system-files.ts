import { basename, extname } from 'node:path';

/** Names, in small letters, that systems and people leave beside images. */
const NAMES: ReadonlySet<string> = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r', // macOS
  'readme',
  'readme.txt',
  'readme.md',
]);

/** The extensions of catalogues and meta files, which stand beside the images that they describe. */
const EXTENSIONS: ReadonlySet<string> = new Set([
  '.meta',
  '.csv',
  '.tsv',
  '.xlsx',
  '.jsonl',
  '.ndjson',
  '.json',
]);

/** Folders, in small letters, that systems leave: the copies of macOS in a zip file, the thumbnails of a Synology. */
const FOLDERS: ReadonlySet<string> = new Set(['__macosx', '@eadir']);

/** Whether a file is none of the images of a folder, by its name. */
export function isSystemFile(path: string): boolean {
  const name = basename(path).toLowerCase();
  return (
    NAMES.has(name) || EXTENSIONS.has(extname(name.endsWith('.gz') ? name.slice(0, -'.gz'.length) : name))
  );
}

/** Whether a file is hidden, or lies in a folder that is. */
export function isHiddenPath(path: string): boolean {
  const names = path.split('/');
  return names.some((name, at) => isHidden(name, at < names.length - 1));
}

/**
 * Whether a file or a folder is hidden, or a folder that systems make: it and what it holds are left alone. The dots of a path
 * hide nothing: a key of a bucket may have them, and the rules of names refuse it with a word.
 */
export const isHidden = (name: string, isFolder: boolean): boolean =>
  (name.startsWith('.') && name !== '.' && name !== '..') || (isFolder && FOLDERS.has(name.toLowerCase()));
