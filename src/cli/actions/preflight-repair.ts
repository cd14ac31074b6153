import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import {
  type ImageRepair,
  type ImageVerdict,
  type Issue,
  type RepairImageOptions,
  repairImage,
  writeWholeFile,
} from '../../index.ts';

export interface PreflightRepairSource {
  /** What the report calls the image; read from here unless `bytes` are given. */
  readonly path: string;
  /** The folder that `path` must lie in when links are followed. @default anywhere */
  readonly folder?: string | undefined;
  /** The bytes of an image that is no file, such as an object in OSS. */
  readonly bytes?: Uint8Array | undefined;
  /** The path of the copy below the folder, with `/` between its parts. @default `path` */
  readonly name?: string | undefined;
  /** The verdict on the image, if it was checked: an image without issues is not repaired. */
  readonly verdict?: ImageVerdict | undefined;
}

export type PreflightRepairOptions = Omit<RepairImageOptions, 'name'>;

/** The result for one image. */
export interface PreflightRepair {
  readonly path: string;
  /** The file that was written, null when none was. */
  readonly repaired: string | null;
  readonly steps: ImageRepair['steps'];
  /** What is still wrong, or why nothing was written. */
  readonly issues: readonly Issue[];
}

/**
 * Repairs one image into a folder, at the same place below it and with the extension that fits. The file appears
 * whole or not at all. Nothing that exists is overwritten, so neither is the original; a file of the same bytes is
 * the result of an earlier run. A new extension that would give the image the name of another beside it is refused,
 * too. Call it for one image at a time: two calls would not notice that they take the same name. An image that needs
 * no repair, or cannot be repaired, is not written.
 *
 * Names that lead out of the folder, also by a symbolic link, are refused. What the file system refuses is thrown.
 */
export async function preflightRepair(
  { path, bytes, folder: within, name = path, verdict }: PreflightRepairSource,
  folder: string,
  options: PreflightRepairOptions = {},
): Promise<PreflightRepair> {
  if (verdict !== undefined && verdict.issues.length === 0) {
    return { path, repaired: null, steps: [], issues: [] };
  }
  if (leaves(name)) return refused(path, outside(name, folder));
  const {
    ok,
    image,
    name: fitting,
    changed,
    steps,
    issues,
  } = await repairImage(bytes ?? (within === undefined ? path : { path, folder: within }), {
    ...options,
    name,
  });
  if (!ok || image === null || changed === 'nothing') return { path, repaired: null, steps: [], issues };
  const target = join(folder, fitting ?? name);
  await mkdir(folder, { recursive: true });
  if (!(await staysBelow(folder, dirname(target)))) return refused(path, outside(name, folder));
  await mkdir(dirname(target), { recursive: true });
  const beside = join(dirname(path), basename(target));
  if (
    bytes === undefined &&
    fitting !== name &&
    !isSame(beside, target) &&
    (await contentOf(beside)) !== null
  )
    return refused(path, taken(beside)); // copied over the originals, it would replace that one
  const there = await contentOf(target);
  if (there === null) await writeWholeFile(target, once(image), { signal: options.signal });
  else if (!there.equals(image)) return refused(path, taken(target));
  return { path, repaired: target, steps, issues };
}

/** Whether a name has no place below a folder: an absolute one, one with a drive, or one with `..`. */
const leaves = (name: string): boolean =>
  isAbsolute(name) ||
  /^([a-z]:|[\\/])/i.test(name) ||
  name.split(/[\\/]/).includes('..') ||
  ['', '.'].includes(basename(name));

const isSame = (one: string, other: string): boolean => resolve(one) === resolve(other);

/** Whether a path is below the folder when links are followed. The part of the path that exists decides. */
async function staysBelow(folder: string, place: string): Promise<boolean> {
  const root = await realpath(folder);
  for (let at = resolve(place); ; at = dirname(at)) {
    const found = await realpath(at).catch(() => null); // not there yet: then its parent decides
    if (found === null) continue;
    const way = relative(root, found);
    return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
  }
}

/** Null when nothing is there, no bytes when it is no file: nothing waits for a named pipe. */
async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return (await stat(path)).isFile() ? await readFile(path) : Buffer.alloc(0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

const refused = (path: string, issue: PreflightRepair['issues'][number]): PreflightRepair => ({
  path,
  repaired: null,
  steps: [],
  issues: [issue],
});

const outside = (name: string, folder: string) =>
  ({
    code: 'IMAGE_REPAIR_NAME_OUTSIDE',
    severity: 'error',
    path: ['name'],
    message: `${name} has no place below ${folder}; give the image by a path without .. and links that lead out`,
  }) as const;

const taken = (target: string) =>
  ({
    code: 'IMAGE_REPAIR_NAME_TAKEN',
    severity: 'error',
    path: ['name'],
    message: `${target} exists and is another image, and nothing is overwritten; give an empty folder or rename the image`,
  }) as const;
