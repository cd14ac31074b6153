import { close, openSync, read, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/** As many that a partition of ten million lines takes a few megabytes. */
export const PARTITIONS = 1_024;

/** Of each partition so much stays in memory until it goes to the file, unless said otherwise: four megabytes in all. */
const BYTES_IN_A_BLOCK = 4_096;

/** What a code unit takes at most. */
const MOST_BYTES_OF_A_UNIT = { utf8: 3, latin1: 1 };

const LINE_FEED = 0x0a;

/** Where whole lines of a partition are in the file. */
interface Piece {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Takes lines, each for one of 1,024 partitions, and gives them back a partition at a time: what is compared with each other
 * goes to the same one, so that memory need not hold all of them. What outgrows the block of its partition goes to a file.
 */
export class PartitionedLines implements AsyncDisposable {
  readonly #path: string;
  readonly #blockBytes: number;
  /** By partition: lines that are not in the file yet. */
  readonly #blocks: Buffer[] = [];
  readonly #filled = new Uint32Array(PARTITIONS);
  readonly #pieces: Piece[][] = [];
  readonly #rooms: Buffer[] = [];
  #file: number | undefined;
  #fileBytes = 0;

  /**
   * @param path of the file, which is made when it is needed, and is the caller's to remove
   * @param blockBytes what stays in memory of each partition: larger blocks go to the disk by fewer calls
   */
  constructor(path: string, blockBytes = BYTES_IN_A_BLOCK) {
    this.#path = path;
    this.#blockBytes = blockBytes;
  }

  /**
   * @param line without a line feed, and with whole characters; `latin1`: with a character for each byte of UTF-8
   * @throws the system's error when the file cannot be written, the disk being full for one
   */
  add(partition: number, line: string, encoding: 'utf8' | 'latin1' = 'utf8'): void {
    const most = MOST_BYTES_OF_A_UNIT[encoding] * line.length + 1;
    this.#blocks[partition] ??= Buffer.allocUnsafeSlow(this.#blockBytes);
    if ((this.#filled[partition] as number) + most > this.#blockBytes) {
      this.#append(partition, this.#block(partition));
      this.#filled[partition] = 0;
    }
    if (most > this.#blockBytes) {
      this.#append(partition, Buffer.from(`${line}\n`, encoding));
      return;
    }
    const block = this.#blocks[partition] as Buffer;
    const filled = this.#filled[partition] as number;
    const end = filled + block.write(line, filled, encoding);
    block[end] = LINE_FEED;
    this.#filled[partition] = end + 1;
  }

  /**
   * The lines of a partition in the order in which they came, each with its line feed, many in a text. They are in memory as
   * bytes then, and each text is made when it is asked for. To be iterated once.
   *
   * @param encoding `latin1`: each byte of UTF-8 a character, which is faster and equal where the texts are
   */
  async textsOf(partition: number, encoding: 'utf8' | 'latin1' = 'utf8'): Promise<Iterable<string>> {
    if (this.#file !== undefined) this.#releaseBlocks();
    const pieces = this.#pieces[partition] ?? [];
    const room = this.#takeRoom(pieces.reduce((sum, { bytes }) => sum + bytes, 0));
    let filled = 0;
    const reading = pieces.map((piece) => {
      const lines = room.subarray(filled, filled + piece.bytes);
      filled += piece.bytes;
      return this.#read(piece, lines).then(() => lines);
    });
    return this.#texts([...(await Promise.all(reading)), this.#block(partition)], encoding, room);
  }

  *#texts(pieces: readonly Buffer[], encoding: 'utf8' | 'latin1', room: Buffer): Iterable<string> {
    for (const lines of pieces) yield lines.toString(encoding);
    this.#rooms.push(room);
  }

  /** Closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) await closeFile(file);
  }

  #block(partition: number): Buffer {
    return this.#blocks[partition]?.subarray(0, this.#filled[partition]) ?? Buffer.alloc(0);
  }

  /** Whoever reads has mostly written all: blocks beside a file are memory for nothing. */
  #releaseBlocks(): void {
    for (const partition of this.#blocks.keys()) this.#append(partition, this.#block(partition));
    this.#blocks.length = 0;
    this.#filled.fill(0);
  }

  #append(partition: number, lines: Buffer): void {
    if (lines.length === 0) return;
    this.#file ??= openSync(this.#path, 'w+');
    for (let done = 0; done < lines.length; )
      done += writeSync(this.#file, lines, done, lines.length - done, this.#fileBytes + done);
    this.#pieces[partition] ??= [];
    this.#pieces[partition].push({ offset: this.#fileBytes, bytes: lines.length });
    this.#fileBytes += lines.length;
  }

  /** Where pieces are read to: room that was used before, as it would be garbage for long. */
  #takeRoom(bytes: number): Buffer {
    const room = this.#rooms.pop();
    return room !== undefined && room.length >= bytes ? room : Buffer.allocUnsafeSlow(bytes);
  }

  async #read({ offset, bytes }: Piece, lines: Buffer): Promise<void> {
    for (let done = 0; done < bytes; ) {
      const { bytesRead } = await readAt(this.#file as number, lines, done, bytes - done, offset + done);
      if (bytesRead === 0) throw new Error(`"${this.#path}" has become shorter while it was in use`);
      done += bytesRead;
    }
  }
}

const readAt = promisify(read);
const closeFile = promisify(close);
