import { show } from '../../shared/options/checks.ts';
import { joinBytes } from '../../shared/text/join-bytes.ts';
import { LINE_FEED } from '../../shared/text/lines.ts';
import { encodeText } from '../read/encode-text.ts';

/** Bytes as UTF-8. What is not of the encoding becomes a byte that is not of UTF-8, so that only its line is lost. */
type Decode = (bytes: Uint8Array, isLast: boolean) => Uint8Array;

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

const MARK_BYTES = 3;

/**
 * The bytes of a source as UTF-8. A byte order mark decides what they are in, otherwise `encoding` does.
 *
 * @param encoding as `knownEncoding` gives it
 * @param onConverted called with the encoding, if it is not UTF-8
 */
export async function* utf8Chunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: string,
  onConverted: (encoding: string) => void,
): AsyncGenerator<Uint8Array, void, void> {
  let head = new Uint8Array(0);
  let decode: Decode | undefined;
  const begin = (): Decode => {
    const actual = markedEncoding(head) ?? encoding;
    if (actual === 'utf-8') return (bytes) => bytes;
    if (head.length > 0) onConverted(actual);
    return actual.startsWith('utf-16') ? utf16Decoder(actual === 'utf-16le') : lineDecoder(actual);
  };
  for await (const chunk of chunks) {
    if (decode !== undefined) yield decode(chunk, false);
    else {
      head = joinBytes([head, chunk]) as Uint8Array<ArrayBuffer>;
      if (head.length < MARK_BYTES) continue;
      decode = begin();
      yield decode(head, false);
    }
  }
  if (decode !== undefined) yield decode(new Uint8Array(0), true);
  else yield begin()(head, true);
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

/** Without a byte order mark. `TextDecoder` would write U+FFFD for half a character, which the text may have, too. */
function utf16Decoder(isLittle: boolean): Decode {
  let odd: Uint8Array = new Uint8Array(0); // half a unit
  let high = ''; // half a character
  let isFirst = true;
  return (chunk, isLast) => {
    const bytes = joinBytes([odd, chunk]);
    const view = new DataView(bytes.buffer);
    odd = bytes.slice(bytes.length - (bytes.length % 2));
    let text = high;
    for (let at = 0; at + 1 < bytes.length; at += 2)
      text += String.fromCharCode(view.getUint16(at, isLittle));
    if (isFirst && text !== '') text = text.replace(/^\uFEFF/, '');
    isFirst &&= bytes.length < 2;
    high = isLast ? '' : (/[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '');
    const whole = text.slice(0, text.length - high.length) + (isLast && odd.length > 0 ? '\uD800' : '');
    return joinBytes(encodeText(whole));
  };
}

/**
 * In every encoding but UTF-16 a line feed is the byte 0x0A, and that byte nothing else. Each line is decoded for itself,
 * since a fault in one must not change what the bytes of the next one mean.
 */
function lineDecoder(encoding: string): Decode {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (chunk, isLast) => {
    let text = '';
    for (let start = 0; start < chunk.length; ) {
      const end = chunk.indexOf(LINE_FEED, start) + 1 || chunk.length;
      text += decoder.decode(chunk.subarray(start, end), { stream: chunk[end - 1] !== LINE_FEED });
      start = end;
    }
    if (isLast) text += decoder.decode();
    return joinBytes(encodeText(text.replaceAll('\uFFFD', '\uD800')));
  };
}
