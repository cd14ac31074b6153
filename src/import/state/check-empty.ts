import { readdir } from 'node:fs/promises';
import { show } from '../../shared/checks.ts';

/**
 * A folder of other things is left alone: an import removes files of its own names.
 *
 * @throws {RangeError} for a folder that has anything beside the journal
 */
export async function checkEmpty(folder: string, journal: string): Promise<void> {
  const other = (await readdir(folder)).find((name) => !name.startsWith(journal));
  if (other === undefined) return;
  throw new RangeError(
    `Cannot import as 'state' must be a folder of an import, or an empty or missing one: ${show(folder, 1_000)} has ${show(other)}; name another folder`,
  );
}
