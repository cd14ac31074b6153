import { readdir } from 'node:fs/promises';
import { show } from '../../shared/options/checks.ts';

/**
 * A folder of other things is left alone: an import removes files of its own names.
 *
 * @throws {RangeError} for a folder that has anything beside the journal
 */
export async function checkEmpty(folder: string, journal: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !name.startsWith(journal));
  if (others.length === 0) return;
  const [what, advice] = SHARED.every((name) => others.includes(name))
    ? ['is that of an import of many machines', 'continue that with its queue, or name another folder']
    : [`has ${show(others[0])}`, 'name another folder'];
  throw new RangeError(
    `Cannot import as 'state' must be a folder of an import, or an empty or missing one: ${show(folder, 1_000)} ${what}; ${advice}`,
  );
}

/** What the state of an import of many machines always has. */
const SHARED = ['journal', 'lease'];
