import { closeSync, openSync, readSync } from 'node:fs';

/** One byte more than `ca` takes, so that a larger file is told as too large, and a device without an end is not read on. */
const MOST_BYTES = 4 * 1024 * 1024 + 1;

/** The content of a small file that a flag names, such as `--ca`. @throws the error of the system, which names the file */
export function certificatesIn(path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    let length = 0;
    for (let read = -1; read !== 0 && length < MOST_BYTES; length += read)
      read = readSync(file, bytes, length, MOST_BYTES - length, null);
    return bytes.subarray(0, length);
  } catch (error) {
    throw Object.assign(error as Error, { path }); // the error of a folder does not name it
  } finally {
    closeSync(file);
  }
}
