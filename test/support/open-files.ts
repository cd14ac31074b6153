import { existsSync, readdirSync, readlinkSync } from 'node:fs';

const OPEN_FILES = '/proc/self/fd'; // Linux tells there which files are open, those without a name too

/** Whether this system tells which files are open. */
export const tellsOpenFiles = existsSync(OPEN_FILES);

/** The files that this process has open whose paths begin so. Other files come and go at any time. */
export const openFilesBelow = (place: string): string[] =>
  readdirSync(OPEN_FILES)
    .map((fd) => pathOf(`${OPEN_FILES}/${fd}`))
    .filter((path) => path.startsWith(place));

function pathOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return ''; // closed meanwhile
  }
}
