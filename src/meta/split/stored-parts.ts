import { untilAborted } from '../../shared/async/until-aborted.ts';
import { nodeBuiltin } from '../../shared/loading/node-builtin.ts';
import { META_FILE_NAME } from '../model/meta-file-name.ts';
import { checkKey } from '../write/meta-target.ts';
import type { StoreParts } from '../write/target-types.ts';
import { type MetaPart, type SplitLimits, splitFile } from './split-file.ts';

/**
 * Splits a file that we wrote ourselves into objects of a store, by way of files in a temporary folder. When one cannot be stored,
 * those before it stay: a store has no way to make several objects appear at once.
 *
 * @throws {TypeError | RangeError} for keys that the service would not read or that come again, before anything is stored
 */
export async function splitIntoStore(
  source: string,
  { store, key }: StoreParts,
  limits: SplitLimits,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<readonly MetaPart[]> {
  const { join } = nodeBuiltin('path', 'write a temporary file');
  const keys = new Set<string>();
  const pathOf = (part: number): string => {
    const name = key(part);
    checkKey(name);
    if (keys.has(name))
      throw new RangeError(`Cannot split as each part must have a key of its own: ${name} comes again`);
    keys.add(name);
    return join(folder, String(part), META_FILE_NAME);
  };
  const parts = await splitFile(source, pathOf, limits, signal);
  const names = [...keys];
  const stored: MetaPart[] = [];
  for (const [n, part] of parts.entries()) {
    const name = names[n] as string;
    await untilAborted(Promise.resolve(store.put(name, { path: part.path }, { signal })), signal);
    stored.push({ ...part, path: name });
  }
  return stored;
}
