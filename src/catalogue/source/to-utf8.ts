import { isAscii } from 'node:buffer';
import { utf8Chunks } from '../../meta/fix/source-encoding.ts';
import { show } from '../../shared/options/checks.ts';
import { decodesAs } from '../model/decodes-as.ts';
import type { CatalogueEncoding } from '../model/raw-row.ts';
import { type FoundEncoding, looksLikeGb18030 } from './find-encoding.ts';
import { peek } from './peek.ts';

/**
 * A text as UTF-8, without a byte order mark. What is UTF-8 already is passed on as it is, faults and all. A fault in another
 * encoding becomes a byte that UTF-8 has nowhere, so that its row is refused and no other.
 */
export async function* toUtf8(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, isOpen }: FoundEncoding,
): AsyncGenerator<Uint8Array, void, void> {
  const chunks = isOpen ? decided(bytes) : utf8Chunks(bytes, encoding, () => {});
  let isFirst = true;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    yield isFirst ? withoutMark(chunk) : chunk;
    isFirst = false;
  }
}

/**
 * @param name the source's, for the message
 * @throws {TypeError} where this Node cannot decode GB18030
 */
export function decodable(encoding: CatalogueEncoding | 'auto', name: string | null): void {
  if (encoding !== 'gb18030' && encoding !== 'auto') return;
  try {
    new TextDecoder('gb18030');
  } catch (cause) {
    throw new TypeError(
      `Cannot read catalogue ${show(name)} with encoding ${encoding} as this Node was built without full ICU (process.versions.icu is ${show(process.versions['icu'])}): use the Node of nodejs.org, or save the file as UTF-8`,
      { cause },
    );
  }
}

const DECIDING_BYTES = 65_536;

/** Passes ASCII on, and decides at the first other byte, from a window that begins there. */
async function* decided(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const source = bytes[Symbol.asyncIterator]();
  try {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      const chunk = next.value;
      if (isAscii(chunk)) {
        yield chunk;
        continue;
      }
      const { head, isWhole, bytes: rest } = await peek(after(chunk, source), DECIDING_BYTES);
      const isUtf8 = decodesAs('utf-8', head, isWhole) || !looksLikeGb18030(head, isWhole);
      yield* utf8Chunks(rest, isUtf8 ? 'utf-8' : 'gb18030', () => {});
      return;
    }
  } finally {
    await source.return?.();
  }
}

async function* after(first: Uint8Array, rest: AsyncIterator<Uint8Array>) {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

const withoutMark = (chunk: Uint8Array): Uint8Array =>
  chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
