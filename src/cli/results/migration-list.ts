import { createReadStream } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { MigrationImage } from '../../index.ts';

/** Images that were passed over, since the checks have refused them. */
export interface PassedOverImages {
  notAccepted: number;
}

/**
 * Reads the images of a migration, one JSON object a line: `{ "name", "bytes", "url" }`, or what `preflight --json` prints, of
 * which the accepted images count.
 *
 * @param path `-` for standard input
 * @throws {TypeError} for a line of another kind
 */
export async function* migrationList(
  path: string,
  passedOver: PassedOverImages,
  signal: AbortSignal,
): AsyncGenerator<MigrationImage, void, void> {
  const input = path === '-' ? addAbortSignal(signal, process.stdin) : createReadStream(path, { signal });
  let number = 0;
  for await (const line of linesOf(input, path)) {
    signal.throwIfAborted();
    number += 1;
    if (line.trim() === '') continue;
    const image = imageIn(line, `${path}:${number}`);
    if (image === 'refused') passedOver.notAccepted += 1;
    else if (image !== 'other') yield image;
  }
}

/** More than a key, a URL and the issues of an image can have. */
const MOST_CHARACTERS = 1_048_576;

async function* linesOf(input: AsyncIterable<Buffer>, path: string): AsyncGenerator<string, void, void> {
  const decoder = new StringDecoder('utf8');
  let open = '';
  let ended = 0;
  for await (const chunk of input) {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    open += first;
    for (const next of others) {
      yield open;
      ended += 1;
      open = next;
    }
    if (open.length > MOST_CHARACTERS)
      throw new TypeError(
        `Cannot read ${path}:${ended + 1} as it has more than ${MOST_CHARACTERS} characters: write one object a line`,
      );
  }
  yield open + decoder.end();
}

function imageIn(line: string, place: string): MigrationImage | 'refused' | 'other' {
  const { name, bytes, url, ok = true, summary, listIssue } = objectIn(line, place);
  if ((summary ?? listIssue) !== undefined) return 'other';
  if (ok !== true) return 'refused';
  if (typeof name !== 'string' || name === '' || !isCount(bytes))
    throw new TypeError(
      `Cannot read ${place} as it must be JSON with "name" and "bytes", as preflight --json prints it`,
    );
  return { name, bytes, ...(typeof url === 'string' && { url }) };
}

const isCount = (bytes: unknown): bytes is number => Number.isSafeInteger(bytes) && Number(bytes) >= 0;

function objectIn(line: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // told below
  }
  throw new TypeError(`Cannot read ${place} as it is no object of JSON: write one object a line`);
}
