import { closeSync, readSync } from 'node:fs';
import { show } from '../shared/checks.ts';
import { assertReplaceable, openFile } from '../shared/regular-file.ts';

/** How a page begins, perhaps behind a byte order mark. */
const PAGE = /^(\xEF\xBB\xBF)?\s*<(!doctype\s+html|html)\b/i;

/**
 * A report replaces an earlier one, and never what somebody named by mistake, such as the catalogue itself.
 *
 * @throws {RangeError} for a file that has something else than a page
 * @throws {NotAFile} for a folder, a device or a named pipe
 */
export async function assertReplaceableByReport(path: string): Promise<void> {
  await assertReplaceable(path);
  const begin = await beginOf(path);
  if (begin === '' || PAGE.test(begin)) return;
  throw new RangeError(
    `Cannot write a report to ${show(path, LONGEST_PATH)} as that file is no report and would be lost: name another, such as report.html`,
  );
}

/** Nothing of a file that cannot be read: whoever writes it hears why. */
async function beginOf(path: string): Promise<string> {
  const file = await openFile(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const bytes = Buffer.alloc(256);
    return bytes.toString('latin1', 0, readSync(file.descriptor, bytes));
  } finally {
    closeSync(file.descriptor);
  }
}

const LONGEST_PATH = 1_000;
