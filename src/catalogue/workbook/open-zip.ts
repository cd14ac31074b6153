import { closeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { isImageSearchError } from '../../shared/errors/image-search-error.ts';
import { openFile } from '../../shared/files/regular-file.ts';
import { WORKBOOK_LIMITS } from './limits.ts';
import { loadYauzl } from './load-yauzl.ts';
import { workbookFault } from './workbook-fault.ts';

/** A workbook's bytes, open. */
export interface WorkbookBytes {
  /** The path or the name that was given. */
  readonly name: string | null;
  /** The path of a file; undefined for a stream. */
  readonly path: string | undefined;
  /** Whether the file has them in gzip, which is undone. */
  readonly gzip: boolean;
  readonly bytes: AsyncGenerator<Uint8Array, void, void>;
}

/** The parts of a workbook's zip file. */
export interface OpenZip {
  /** @param most the most bytes that it may have uncompressed. Undefined when there is no such part */
  readonly part: (name: string, most: number) => Promise<AsyncIterable<Uint8Array> | undefined>;
  readonly close: () => void;
}

/**
 * Opens a zip file. Of a part only what is read is decompressed; one that is larger than it says, or much larger than its
 * compressed form, is an error.
 */
export async function openZip(opened: WorkbookBytes, signal: AbortSignal | undefined): Promise<OpenZip> {
  const fault = (reason: string, cause?: unknown) => workbookFault(opened.name, reason, cause);
  const yauzl = await loadYauzl();
  const options = { lazyEntries: true, autoClose: false } as const;
  let zip: ZipFile;
  try {
    if (opened.path !== undefined && !opened.gzip) {
      await opened.bytes.return();
      zip = await openZipFile(opened.path, signal, (fd) => yauzl.fromFdPromise(fd, options));
    } else zip = await yauzl.fromBufferPromise(await collected(opened.bytes, fault), options);
  } catch (error) {
    throw error instanceof TypeError || isImageSearchError(error) ? error : damaged(error, fault);
  }
  try {
    const entries = await entriesOf(zip, fault);
    return {
      close: () => zip.close(),
      part: async (name, most) => {
        const entry = entries.get(name);
        if (entry === undefined) return undefined;
        checkSize(entry, most, fault);
        return chunksOf(await zip.openReadStreamPromise(entry), name, fault);
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** The zip file closes the descriptor when it is closed. */
async function openZipFile(
  path: string,
  signal: AbortSignal | undefined,
  read: (descriptor: number) => Promise<ZipFile>,
): Promise<ZipFile> {
  const { descriptor } = await openFile(path, { signal });
  try {
    return await read(descriptor);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

type Fault = (reason: string, cause?: unknown) => TypeError;

async function entriesOf(zip: ZipFile, fault: Fault): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > WORKBOOK_LIMITS.entries)
    throw fault(`it has ${zip.entryCount} parts, more than ${WORKBOOK_LIMITS.entries}`);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    throw damaged(error, fault);
  }
  return entries;
}

function checkSize(
  { fileName, compressedSize, uncompressedSize, ...entry }: Entry,
  most: number,
  fault: Fault,
) {
  const size = uncompressedSize.toLocaleString('en');
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) throw fault('it is protected by a password');
  if (uncompressedSize > most)
    throw fault(`its part ${fileName} has ${size} bytes, more than ${most.toLocaleString('en')}`);
  const { ratio, smallBytes } = WORKBOOK_LIMITS;
  if (uncompressedSize > smallBytes && uncompressedSize > ratio * compressedSize)
    throw fault(
      `its part ${fileName} has ${size} bytes, more than ${ratio} times its compressed form: a zip bomb, perhaps`,
    );
}

const ENCRYPTED = 1;

async function* chunksOf(
  stream: Readable,
  name: string,
  fault: Fault,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw fault(`its part ${name} is damaged (${messageOf(error)})`, error);
  } finally {
    stream.destroy();
  }
}

async function collected(bytes: AsyncIterable<Uint8Array>, fault: Fault): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > WORKBOOK_LIMITS.streamBytes)
      throw fault(
        `it has more than ${WORKBOOK_LIMITS.streamBytes.toLocaleString('en')} bytes, the most that is read of a stream or out of gzip; give its path, without gzip`,
      );
    chunks.push(new Uint8Array(chunk));
  }
  return Buffer.concat(chunks);
}

const damaged = (error: unknown, fault: Fault): TypeError =>
  fault(`its zip data is damaged (${messageOf(error)})`, error);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
