import { isAscii, isUtf8 } from 'node:buffer';
import type { ImageSearchError } from '../../shared/errors/image-search-error.ts';
import { type LineBlock, lineBlocks, wholeLines } from '../../shared/text/lines.ts';
import { objectInJson } from '../../shared/text/parse-json.ts';
import type { GalleryImage } from '../gallery-image.ts';
import type { ExportAccount } from './export-account.ts';
import { ExportRecords } from './export-record.ts';
import { RegularLines } from './regular-line.ts';
import type { ExportBatch, ImageTaker } from './written-image.ts';

/** A line of an image has some thousand bytes; a longer one than this is not read. */
export const MAX_LINE_BYTES = 1_048_576;

/** Why a file cannot be read on. */
export type Unreadable = (what: string) => ImageSearchError;

/**
 * The images of a file of JSON lines, a block at a time: each image is read when it is asked for, so that few of them are in
 * memory. A line that is no image is counted in the account.
 *
 * @throws {ImageSearchError} when the file is not in UTF-8: when its first line with other letters than ASCII's is not
 */
export async function* exportLines(
  chunks: AsyncIterable<Uint8Array>,
  account: ExportAccount,
  unreadable: Unreadable,
): AsyncGenerator<ExportBatch, void, void> {
  const reader = new BlockReader(account, unreadable);
  for await (const block of lineBlocks(chunks, MAX_LINE_BYTES))
    yield { images: () => reader.imagesOf(block), handTo: (taker) => reader.handTo(block, taker) };
}

class BlockReader {
  readonly #account: ExportAccount;
  readonly #unreadable: Unreadable;
  readonly #records: ExportRecords;
  readonly #regular = new RegularLines();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #line = 0;
  /** Whether a line had other letters than ASCII's, in UTF-8: then one that is not UTF-8 is damaged. */
  #sawUtf8 = false;

  constructor(account: ExportAccount, unreadable: Unreadable) {
    this.#account = account;
    this.#unreadable = unreadable;
    this.#records = new ExportRecords((name) => account.addUnknownField(name));
  }

  *imagesOf({ bytes, cut }: LineBlock): Generator<GalleryImage, void, void> {
    if (cut) {
      this.#addNotUnderstood(++this.#line, bytes);
      return;
    }
    const text = this.#textOf(bytes);
    const lines = text === undefined ? this.#doubtfulLines(bytes) : linesOf(text);
    for (const line of lines) {
      const image = this.#imageOf(line);
      if (image === undefined) continue;
      this.#account.records += 1;
      yield image;
    }
  }

  /** The same, each image in the form that takes less time. */
  handTo(block: LineBlock, taker: ImageTaker): void {
    const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.length);
    if (block.cut || !isUtf8(bytes)) {
      for (const image of this.imagesOf(block)) taker.hold(image);
      return;
    }
    this.#sawUtf8 ||= !isAscii(bytes);
    for (const line of linesOf(bytes.toString('latin1'))) {
      const written = this.#regular.imageOf(line);
      const image = written === undefined ? this.#imageOf(Buffer.from(line, 'latin1').toString()) : undefined;
      if (written !== undefined) {
        this.#line += 1;
        this.#account.addLines(1);
        taker.holdWritten(written);
      } else if (image !== undefined) taker.hold(image);
      else continue;
      this.#account.records += 1;
    }
  }

  /** Undefined when the bytes are not UTF-8. */
  #textOf(bytes: Uint8Array): string | undefined {
    try {
      const text = this.#decoder.decode(bytes);
      this.#sawUtf8 ||= text.length < bytes.length;
      return text;
    } catch {
      return undefined;
    }
  }

  #imageOf(raw: string): GalleryImage | undefined {
    const line = ++this.#line;
    const text = line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    const object = objectInJson(text);
    if (object === undefined && text.trim() === '') return undefined;
    this.#account.addLines(1);
    const isRecord = object !== undefined && !Array.isArray(object);
    const image = isRecord ? this.#records.imageOf(object as Readonly<Record<string, unknown>>) : undefined;
    if (image === undefined) this.#account.addNotUnderstood(line, text);
    return image;
  }

  /** The lines of a block of which some are not UTF-8: these are counted here. */
  *#doubtfulLines(bytes: Uint8Array): Generator<string, void, void> {
    for (const line of wholeLines(bytes)) {
      const text = this.#textOf(line);
      if (text !== undefined) yield text.replace(/\n$/, '');
      else if (this.#sawUtf8) this.#addNotUnderstood(++this.#line, line);
      else throw this.#unreadable(`line ${this.#line + 1} is not in UTF-8`);
    }
  }

  #addNotUnderstood(line: number, bytes: Uint8Array): void {
    this.#account.addLines(1);
    this.#account.addNotUnderstood(line, new TextDecoder().decode(bytes.subarray(0, 1_000)));
  }
}

function* linesOf(text: string): Generator<string, void, void> {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    yield text.slice(start, end);
    start = end + 1;
  }
}
