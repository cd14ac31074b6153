import { show } from '../../shared/checks.ts';
import { joinBytes } from '../../shared/join-bytes.ts';
import { LINE_FEED, wholeLines } from '../../shared/lines.ts';
import { NEVER_UTF8 } from '../read/encode-text.ts';
import { sourceBlocks } from './source-blocks.ts';
import { utf16ToUtf8 } from './utf16-to-utf8.ts';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The name of an encoding, as the platform writes it.
 *
 * @throws {RangeError} for a name that the platform's TextDecoder does not know
 */
export function knownEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new RangeError(
      `Cannot continue as 'encoding' must be one that TextDecoder knows, such as gbk: current value is ${show(label)}`,
    );
  }
}

/**
 * The bytes of a source as UTF-8. A byte order mark decides what they are in, otherwise `encoding` does. What is not of
 * that encoding is not of UTF-8 afterwards, and only that: the lines around it are whole.
 *
 * @param encoding as `knownEncoding` gives it
 * @param onConverted hears of the encoding, if it is not UTF-8
 */
export async function* utf8Chunks(
  chunks: Chunks,
  encoding: string,
  partBytes: number,
  onConverted: (encoding: string) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const { head, all } = await withHead(chunks, 3);
  const actual = markOf(head) ?? encoding;
  if (actual === 'utf-8') return yield* all;
  if (head.length > 0) onConverted(actual);
  yield* actual.startsWith('utf-16')
    ? utf16ToUtf8(all, actual === 'utf-16le')
    : lineByLine(sourceBlocks(all, partBytes), actual);
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

/** Looks at the first bytes of a source; `all` gives them again, and the rest. */
async function withHead(
  chunks: Chunks,
  length: number,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array, void, void> }> {
  const source = (async function* () {
    yield* chunks;
  })();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < length) {
    const next = await source.next();
    if (next.done) break;
    head = joinBytes([head, next.value]);
  }
  const all = (async function* () {
    try {
      if (head.length > 0) yield head;
      yield* source;
    } finally {
      await source.return();
    }
  })();
  return { head, all };
}

/** What a byte means depends on bytes long before it: decoded line by line, so that chunks make no difference. */
const STATEFUL = ['iso-2022-jp'];

/** In every encoding but UTF-16 a line feed is the byte 0x0A, and that byte nothing else. */
async function* lineByLine(
  blocks: ReturnType<typeof sourceBlocks>,
  encoding: string,
): AsyncGenerator<Uint8Array, void, void> {
  const open = () => new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  let decoder = open();
  const decoded = (bytes: Uint8Array, more: boolean): Uint8Array => {
    try {
      return encoder.encode(decoder.decode(bytes, { stream: more }));
    } catch {
      decoder = open();
      return Uint8Array.of(NEVER_UTF8);
    }
  };
  for await (const { bytes, isLines, last, ended } of blocks) {
    if (!isLines) {
      yield decoded(bytes, !last);
      if (ended) yield Uint8Array.of(LINE_FEED);
      continue;
    }
    const together = STATEFUL.includes(encoding) ? undefined : decoded(bytes, false);
    if (together !== undefined && together[0] !== NEVER_UTF8) yield together;
    else
      for (const line of wholeLines(bytes))
        yield* [decoded(line.subarray(0, -1), false), Uint8Array.of(LINE_FEED)];
  }
}
