import { closeSync, readSync } from 'node:fs';
import { join, parse } from 'node:path';
import { assertReplaceable, openFile } from '../shared/files/regular-file.ts';
import { show } from '../shared/options/checks.ts';
import { REPORT_MARK } from './html/report-mark.ts';

/**
 * A report replaces an earlier one, and never what somebody named by mistake, such as the catalogue itself.
 *
 * @throws {RangeError} for a file that is neither empty nor a report
 * @throws {NotAFile} for a folder, a device or a named pipe
 */
export async function assertReplaceableByReport(path: string): Promise<void> {
  await assertReplaceable(path);
  const begin = await beginOf(path);
  if (begin === '' || begin.includes(REPORT_MARK)) return;
  throw new RangeError(
    `Cannot write a report to ${show(path, LONGEST_PATH)} as that file is no report and would be lost: name another, such as ${show(beside(path), LONGEST_PATH)}`,
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

function beside(path: string): string {
  const { dir, name } = parse(path);
  return join(dir, `${name}.report.html`);
}

const LONGEST_PATH = 1_000;
