import { Buffer, isUtf8 } from 'node:buffer';
import { joinBytes } from '../../shared/text/join-bytes.ts';
import { MAX_ROW_BYTES } from '../model/limits.ts';

/** One line of a text file. What quotes say of it is not looked at. */
export interface PhysicalLine {
  /** Without its end; empty when the line is too long to be read. */
  readonly text: string;
  /** Empty when the file ends without one. */
  readonly end: '\n' | '\r\n' | '\r' | '';
  /** Without its end. More than `MAX_ROW_BYTES`: the line is too long. */
  readonly bytes: number;
  /** False when bytes that are no UTF-8 became U+FFFD. */
  readonly isUtf8: boolean;
}

export const isTooLong = ({ bytes }: Pick<PhysicalLine, 'bytes'>): boolean => bytes > MAX_ROW_BYTES;

const [LF, CR] = [0x0a, 0x0d];

/**
 * Cuts bytes into lines that end with LF, CRLF or a lone CR, mixed as they come, in linear time and at any chunking.
 * Each line is decoded by itself, so that a cell that somebody keeps holds no more than its line in memory.
 */
export class PhysicalLineCutter {
  /** The line whose end has not come yet: copies, since a producer may use its buffer again. */
  #pieces: Uint8Array[] = [];
  #openBytes = 0;
  /** Whether a CR ended the last chunk: only the next byte tells if it is half of a CRLF. */
  #heldCr = false;

  /** True when the line whose end has not come yet is too long already. */
  get isOpenTooLong(): boolean {
    return isTooLong({ bytes: this.#openBytes });
  }

  /** The lines that a chunk completes. */
  add(chunk: Uint8Array): PhysicalLine[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const lines: PhysicalLine[] = [];
    if (bytes.length === 0) return lines;
    let start = 0;
    if (this.#heldCr) {
      this.#heldCr = false;
      start = bytes[0] === LF ? 1 : 0;
      lines.push(this.#takeOpen(start === 1 ? '\r\n' : '\r'));
    }
    const find = (byte: number) => {
      const at = bytes.indexOf(byte, start);
      return at === -1 ? bytes.length : at;
    };
    let [lf, cr] = [find(LF), find(CR)];
    for (;;) {
      const stop = Math.min(lf, cr);
      if (stop === bytes.length) break;
      if (stop === bytes.length - 1 && stop === cr) {
        this.#heldCr = true;
        break;
      }
      const end = stop === lf ? '\n' : lf === stop + 1 ? '\r\n' : '\r';
      if (this.#openBytes === 0) lines.push(lineOf(bytes, start, stop, end));
      else {
        this.#keep(bytes.subarray(start, stop));
        lines.push(this.#takeOpen(end));
      }
      start = stop + end.length;
      if (lf < start) lf = find(LF);
      if (cr < start) cr = find(CR);
    }
    this.#keep(bytes.subarray(start, this.#heldCr ? bytes.length - 1 : bytes.length));
    return lines;
  }

  /** The last line, if it has no line feed. */
  end(): PhysicalLine[] {
    if (this.#heldCr) return [this.#takeOpen('\r')];
    return this.#openBytes > 0 ? [this.#takeOpen('')] : [];
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#openBytes += piece.length;
    if (this.isOpenTooLong) this.#pieces = [];
    else this.#pieces.push(new Uint8Array(piece)); // a Buffer's slice would be no copy
  }

  #takeOpen(end: PhysicalLine['end']): PhysicalLine {
    const kept = joinBytes(this.#pieces);
    const line = lineOf(
      Buffer.from(kept.buffer, kept.byteOffset, kept.length),
      0,
      this.#openBytes, // when that is too long nothing was kept, and nothing is read
      end,
    );
    this.#pieces = [];
    this.#openBytes = 0;
    return line;
  }
}

function lineOf(block: Buffer, start: number, stop: number, end: PhysicalLine['end']): PhysicalLine {
  const bytes = stop - start;
  if (isTooLong({ bytes })) return { text: '', end, bytes, isUtf8: true };
  const text = block.toString('utf8', start, stop);
  return { text, end, bytes, isUtf8: !text.includes('\uFFFD') || isUtf8(block.subarray(start, stop)) };
}
