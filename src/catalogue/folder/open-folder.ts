import { extname } from 'node:path';
import { linkOutside } from '../../shared/files/regular-file.ts';
import { globMatcher } from '../../shared/objects/glob-matcher.ts';
import { show } from '../../shared/options/checks.ts';
import type { FollowLinks } from '../../shared/options/follow-links.ts';
import { catalogueIssue } from '../model/catalogue-rules.ts';
import type { OpenSource, RawRow } from '../model/raw-row.ts';
import { type FolderFile, folderFiles } from './folder-files.ts';
import { isSystemFile } from './system-files.ts';

export interface FolderOptions {
  /** Only files that one of these globs matches. A glob without a slash is about the name alone. @default every file */
  readonly include?: readonly string[] | undefined;
  /** No files that one of these globs matches. */
  readonly exclude?: readonly string[] | undefined;
  /** Where links may lead. @default 'inside' */
  readonly followLinks?: FollowLinks | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A folder of images: every file below it, in the order of the names. The product id is the path without its extension. */
export function openFolder(folder: string, options: FolderOptions): OpenSource {
  const { followLinks = 'inside', signal } = options;
  return openFiles(folder, folderFiles(folder, followLinks, signal), options);
}

/** A folder whose files are known. @param name of the folder, as messages name it */
export const openFiles = (
  name: string,
  files: AsyncIterable<FolderFile>,
  options: Pick<FolderOptions, 'include' | 'exclude'>,
): OpenSource => ({
  ...{ header: undefined, recognised: { format: 'folder' } },
  rows: rowsOf(name, files, options),
});

const BATCH = 256;

async function* rowsOf(
  folder: string,
  files: AsyncIterable<FolderFile>,
  { include, exclude }: Pick<FolderOptions, 'include' | 'exclude'>,
): AsyncGenerator<readonly RawRow[], void, void> {
  const isIncluded = include === undefined ? () => true : globMatcher(include);
  const isExcluded = exclude === undefined ? () => false : globMatcher(exclude);
  const isWanted = (path: string) => isIncluded(path) && !isExcluded(path);
  let batch: RawRow[] = [];
  let line = 0;
  for await (const file of files) {
    line += 1;
    batch.push({ place: { source: folder, line, lines: 1 }, ...valuesOf(file, isWanted) });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function valuesOf(file: FolderFile, isWanted: (path: string) => boolean): Omit<RawRow, 'place'> {
  const { path } = file;
  if (file.kind === 'link' || file.kind === 'hidden')
    return { passedOver: file.kind === 'link' ? 'link' : 'systemFile', issues: [] };
  if (isSystemFile(path)) return { passedOver: 'systemFile', issues: [] };
  if (file.kind === 'leftOut' || !isWanted(path)) return { passedOver: 'excluded', issues: [] };
  if (file.kind === 'file')
    return {
      object: { productId: path.slice(0, path.length - extname(path).length), image: path },
      issues: [],
    };
  const code = file.kind === 'badName' ? 'CATALOGUE_ENCODING' : 'CATALOGUE_UNREADABLE';
  return { issues: [catalogueIssue(code, FAULTS[file.kind](path, file.target ?? ''), ['image'])] };
}

const FAULTS = {
  badName: (path) =>
    `The name ${path} is not UTF-8: rename the file or folder, which stands here with its bytes (convmv -f gbk -t utf-8 does that for many)`,
  outside: linkOutside,
  dangling: (path) => `${show(path)} is a link that leads nowhere: correct or delete it`,
  special: (path) => `${show(path)} is no file: delete it, or exclude it`,
} satisfies Record<string, (path: string, target: string) => string>;
