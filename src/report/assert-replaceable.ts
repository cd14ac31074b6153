import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { show } from '../shared/checks.ts';

const BEGINNING = '<!doctype html>';
const LONGEST_PATH = 1_000;

/**
 * A report takes the place of an older page, or of an empty file, and of nothing else: a catalogue is named too easily.
 *
 * @throws {RangeError} when something else is there
 */
export function assertReplaceable(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || (stats.isFile() && beginsAsReport(path))) return;
  const { dir, name } = parse(path);
  const other = join(dir, `${name}.report.html`);
  const what = stats.isFile() ? 'another file is there, which is no report' : 'it must be a file';
  throw new RangeError(
    `Cannot write a report to ${show(path, LONGEST_PATH)} as ${what}: name another path, such as ${show(other, LONGEST_PATH)}`,
  );
}

function beginsAsReport(path: string): boolean {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(BEGINNING.length);
    const found = bytes.toString('latin1', 0, readSync(descriptor, bytes));
    return found === '' || found.toLowerCase() === BEGINNING;
  } finally {
    closeSync(descriptor);
  }
}
