import { opendir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isWithin } from '../../shared/files/regular-file.ts';
import type { FollowLinks } from '../../shared/options/follow-links.ts';

const MOST_MATCHES = 3;
/** Leading folders of a name that are tried without: `C:\shop\images\a.jpg` lies in the folder of images as `a.jpg`, perhaps. */
const MOST_DROPPED = 16;
/** Names of a folder that are looked at, and names that are kept of all folders. */
const MOST_NAMES = 100_000;

/** The names in one folder, by what they have in common with names that are near. */
interface FolderNames {
  readonly folders: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Of names that were looked at. */
  readonly count: number;
}

/**
 * Finds files whose names are near to the name of an image that does not exist: with another case, in another form of
 * Unicode, with another extension or none, with `\` for `/`, or without leading folders. Only the folders on the path are
 * listed, each once, and no more than 100,000 names are kept. Where links out of the folder are not followed, no folder
 * behind one is listed.
 */
export class NearMatches {
  readonly #images: string;
  readonly #followLinks: FollowLinks;
  readonly #listed = new Map<string, Promise<FolderNames>>();
  #kept = 0;

  /** @param images the folder of images */
  constructor(images: string, followLinks: FollowLinks) {
    this.#images = images;
    this.#followLinks = followLinks;
  }

  /** Names of existing files, relative to the folder of images and with forward slashes: the nearest first, 3 at most. */
  async find(name: string): Promise<readonly string[]> {
    const parts = partsOf(name);
    for (let dropped = 0; dropped < Math.min(parts.length, MOST_DROPPED); dropped++) {
      const found = await this.#follow(parts.slice(dropped));
      if (found.length > 0) return found;
    }
    return [];
  }

  async #follow(parts: readonly string[]): Promise<string[]> {
    const file = parts.at(-1) ?? '';
    let folders = [''];
    for (const part of parts.slice(0, -1)) {
      const next: string[] = [];
      for (const folder of folders) {
        const names = (await this.#names(folder)).folders.get(alike(part)) ?? [];
        next.push(...names.map((name) => `${folder}${name}/`));
      }
      folders = next.slice(0, MOST_MATCHES);
    }
    const found: string[] = [];
    for (const folder of folders) {
      const { files } = await this.#names(folder);
      const keys = [alike(file), alike(withoutExtension(file))]; // the whole name is nearer
      const names = new Set(keys.flatMap((key) => files.get(key) ?? []));
      found.push(...[...names].map((name) => `${folder}${name}`));
    }
    return found.slice(0, MOST_MATCHES);
  }

  /** @param folder empty, or with a slash at its end */
  #names(folder: string): Promise<FolderNames> {
    const known = this.#listed.get(folder);
    if (known !== undefined) return known;
    const bounds = this.#followLinks === 'inside' ? this.#images : undefined;
    const names = namesIn(join(this.#images, folder), bounds);
    this.#listed.set(folder, names);
    void names.then(({ count }) => {
      this.#kept += count;
      if (this.#kept <= MOST_NAMES) return;
      this.#listed.clear();
      this.#listed.set(folder, names);
      this.#kept = count;
    });
    return names;
  }
}

/** @param bounds the folder that it must lie in when links are followed */
async function namesIn(folder: string, bounds: string | undefined): Promise<FolderNames> {
  const [folders, files] = [new Map<string, string[]>(), new Map<string, string[]>()];
  let count = 0;
  try {
    const path = await realpath(folder);
    if (bounds !== undefined && !isWithin(await realpath(bounds), path)) return { folders, files, count };
    for await (const entry of await opendir(path)) {
      if (count === MOST_NAMES) break;
      count += 1;
      if (!entry.isFile()) addTo(folders, alike(entry.name), entry.name);
      if (entry.isDirectory()) continue; // a link may lead to either
      const keys = new Set([alike(entry.name), alike(withoutExtension(entry.name))]);
      for (const key of keys) addTo(files, key, entry.name);
    }
  } catch {
    // a folder that cannot be listed has no name to offer
  }
  return { folders, files, count };
}

/** Nothing above the folder of images is looked at. */
function partsOf(name: string): string[] {
  const parts = name.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  return parts.slice(parts.lastIndexOf('..') + 1);
}

const alike = (name: string): string => name.normalize('NFC').toLowerCase().trim();

const withoutExtension = (name: string): string => name.replace(/(?<=.)\.[a-z][a-z0-9]{1,4}$/i, '');

function addTo(names: Map<string, string[]>, key: string, name: string): void {
  const same = names.get(key);
  if (same === undefined) names.set(key, [name]);
  else if (same.length < MOST_MATCHES) same.push(name);
}
