import { untilAborted } from '../../shared/async/until-aborted.ts';
import type { OpenFileOptions } from '../../shared/files/regular-file.ts';
import type { ObjectPart } from '../../shared/objects/object-store.ts';
import { FileReader } from './file-reader.ts';
import type { ReadPace } from './read-pace.ts';
import { readFailure } from './unreadable.ts';

export interface ReadFileOptions extends OpenFileOptions {
  readonly pace?: ReadPace | undefined;
}

/**
 * Reads a file from its beginning, at most so many bytes of it, and tells the size of the whole file. What is read is the
 * file as it was at one moment.
 *
 * @throws {Unreadable} for whatever is wrong with the file
 * @throws {ImageSearchError} when this machine is short of open files or memory; or the signal's reason
 */
export async function readImageFile(
  path: string,
  most: number,
  { pace, ...options }: ReadFileOptions = {},
): Promise<ObjectPart> {
  const { signal } = options;
  signal?.throwIfAborted();
  try {
    return await untilAborted(readAndClose(new FileReader(path, options, pace), most), signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw readFailure(error);
  }
}

async function readAndClose(reader: FileReader, most: number): Promise<ObjectPart> {
  try {
    const { bytes, size } = await reader.read(0, most);
    if (bytes.length < Math.min(most, size) || (await reader.hasChanged()))
      throw new Error('It changed while it was read');
    return { bytes, size };
  } finally {
    await reader.close();
  }
}
