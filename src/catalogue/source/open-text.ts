import type { ByteSource } from '../model/catalogue-source.ts';
import type { CatalogueEncoding } from '../model/raw-row.ts';
import { findEncoding } from './find-encoding.ts';
import { HEAD_BYTES, type OpenBytes, openBytes } from './open-bytes.ts';
import { type Peeked, peek } from './peek.ts';
import { decodable, toUtf8 } from './to-utf8.ts';

/** A file that is open, and may be text. */
export interface OpenText {
  /** As they are in the file, but for gzip. To be read, or `text`, not both. */
  readonly raw: OpenBytes;
  readonly encoding: CatalogueEncoding;
  /** What was guessed of the encoding, or is wrong with it. */
  readonly notes: readonly string[];
  /** The first characters. */
  readonly start: string;
  /** The content as UTF-8. */
  text(): Promise<Peeked>;
}

const START_BYTES = 8192;

/**
 * Opens a file or a stream, and finds its encoding.
 *
 * @throws {TypeError} for an encoding that this Node cannot decode
 */
export async function openText(
  source: string | ByteSource,
  given: CatalogueEncoding | 'auto' | undefined,
  signal?: AbortSignal | undefined,
): Promise<OpenText> {
  const name = typeof source === 'string' ? source : (source.name ?? null);
  if (given !== undefined) decodable(given, name);
  const raw = await openBytes(source, signal);
  const found = findEncoding(raw.head, raw.isWhole, given);
  const notes = found.isOpen && !raw.isWhole ? [...found.notes, UNDECIDED] : found.notes;
  return {
    raw,
    encoding: found.encoding,
    notes,
    start: await startOf(raw.head.subarray(0, START_BYTES), found),
    text: () => peek(toUtf8(raw.bytes, found), HEAD_BYTES),
  };
}

const UNDECIDED =
  'So far every character is ASCII: the first other one decides between UTF-8 and GB18030, which the report cannot show';

async function startOf(head: Uint8Array, found: ReturnType<typeof findEncoding>): Promise<string> {
  let text = '';
  const chunks = toUtf8(
    (async function* () {
      yield head;
    })(),
    { ...found, isOpen: false },
  );
  for await (const chunk of chunks) text += Buffer.from(chunk).toString();
  return text;
}
