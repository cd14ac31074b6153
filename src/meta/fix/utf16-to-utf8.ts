import { joinBytes } from '../../shared/join-bytes.ts';
import { encodeText, NEVER_UTF8 } from '../read/encode-text.ts';

const BYTES_AT_ONCE = 16_384;

/**
 * UTF-16 as UTF-8, without a byte order mark. `TextDecoder` would end at half a character, or put U+FFFD in its
 * place; here `NEVER_UTF8` stands for it, so that only its line is lost.
 */
export async function* utf16ToUtf8(
  chunks: AsyncIterable<Uint8Array>,
  isLittle: boolean,
): AsyncGenerator<Uint8Array, void, void> {
  let odd: Uint8Array = new Uint8Array(0); // half a unit
  let high = ''; // half a character
  let isFirst = true;
  for await (const chunk of inPieces(chunks)) {
    const bytes = joinBytes([odd, chunk]);
    odd = bytes.slice(bytes.length - (bytes.length % 2));
    let text = high + unitsOf(bytes, isLittle);
    if (text !== '' && isFirst) {
      isFirst = false;
      text = text.replace(/^\uFEFF/, '');
    }
    high = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    yield* encodeText(text.slice(0, text.length - high.length));
  }
  if (high !== '' || odd.length > 0) yield Uint8Array.of(NEVER_UTF8);
}

async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += BYTES_AT_ONCE) yield chunk.subarray(at, at + BYTES_AT_ONCE);
  }
}

function unitsOf(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer);
  const units = Array.from({ length: bytes.length >> 1 }, (_, n) => view.getUint16(2 * n, isLittle));
  return String.fromCharCode(...units);
}
