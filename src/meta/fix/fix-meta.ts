import { abortable } from '../../shared/abortable.ts';
import { atLeast } from '../../shared/checks.ts';
import { wholeLines } from '../../shared/lines.ts';
import type { MetaContext } from '../model/meta-context.ts';
import { type MetaOptions, metaContext } from '../model/meta-options.ts';
import { LineReader } from '../read/line-reader.ts';
import { type MetaSource, openSource } from '../read/meta-source.ts';
import { LineScanner } from '../read/scan/line-scanner.ts';
import { PlainScanner, type Scanner } from '../read/scan/plain-scanner.ts';
import { RecordCheck } from '../rules/check-record.ts';
import { META_FILE_RULES } from '../rules/file-rules.ts';
import { lineRuns } from './clean-lines.ts';
import type { MetaFixBatch } from './fix-batch.ts';
import { fixNote } from './fix-note.ts';
import { assertTally, type MetaFixTally } from './fix-tally.ts';
import { LineFixer } from './line-fixer.ts';
import { LineWriter } from './line-writer.ts';
import { type SourceBlock, sourceBlocks } from './source-blocks.ts';
import { knownEncoding, utf8Chunks } from './utf8-chunks.ts';

export interface MetaFixOptions extends MetaOptions {
  /** What the source is written in, by any name that TextDecoder knows; a byte order mark outweighs it. @default 'utf-8' */
  readonly encoding?: string | undefined;
  /** The longest line to be written; an object over several lines may be no longer either. @default 1_048_576 */
  readonly maxLineBytes?: number | undefined;
  /** Ends the reading at once, with its own reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The file that was meant: increment.meta with everything repaired that can mean only one thing (`META_FIXES`), and without
 * the lines that are still wrong. Nothing is changed or left out silently: each change and each error is told.
 * Lines that need no repair come out byte for byte; the result has no error, and repairing it changes nothing. What no line
 * breaks alone (`META_FILE_RULES`) is not looked at.
 *
 * @throws {TypeError | RangeError} when the source or an option is out of its range, before anything is read
 * @example
 * const fix = fixMeta({ path: 'increment.meta' });
 * for await (const { bytes, notes } of fix) …
 * console.log(fix.tally);
 */
export const fixMeta = (source: MetaSource, options: MetaFixOptions = {}): MetaFix =>
  new MetaFix(source, options);

/** A file being repaired, batch by batch; read once. */
export class MetaFix implements AsyncIterable<MetaFixBatch> {
  readonly #chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly #context: MetaContext;
  readonly #encoding: string;
  readonly #maxLineBytes: number;
  readonly #writer: LineWriter;
  readonly #fixer: LineFixer;
  readonly #signal: AbortSignal | undefined;
  #offset = 0;

  constructor(
    source: MetaSource,
    { encoding = 'utf-8', maxLineBytes = 1_048_576, signal, ...options }: MetaFixOptions,
  ) {
    this.#context = metaContext(options);
    this.#encoding = knownEncoding(encoding);
    this.#maxLineBytes = atLeast(1, 'maxLineBytes', maxLineBytes);
    this.#signal = signal;
    const check = new RecordCheck(this.#context);
    const reader = new LineReader({ check, dialect: this.#context.dialect, maxLineBytes });
    this.#writer = new LineWriter(reader, maxLineBytes);
    this.#fixer = new LineFixer(this.#writer);
    const chunks = openSource(source);
    this.#chunks = signal === undefined ? chunks : abortable(chunks, signal);
  }

  /** What became of the lines: of all of them, once the batches were read to their end. */
  get tally(): MetaFixTally {
    return { ...this.#writer.counts };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MetaFixBatch, void, void> {
    const scanner = (await LineScanner.open(this.#context, this.#maxLineBytes)) ?? new PlainScanner();
    const chunks = utf8Chunks(this.#chunks, this.#encoding, this.#maxLineBytes, (encoding) =>
      this.#tellEncoding(encoding),
    );
    for await (const block of sourceBlocks(chunks, this.#maxLineBytes)) {
      for (const _ of this.#takeBlock(block, scanner)) {
        if (this.#writer.batch.isFull) yield* this.#take();
      }
      yield* this.#take(); // at once, since the source may be slow
    }
    this.#fixer.end();
    const { counts } = this.#writer;
    if (counts.written + counts.leftOut === 0) this.#tellEmpty();
    yield* this.#take();
    assertTally(counts);
  }

  /** Pauses behind every line or run of lines. */
  *#takeBlock(block: SourceBlock, scanner: Scanner): Generator<void, void, void> {
    if (!block.isLines) {
      this.#takePart(block);
      yield;
      return;
    }
    for (const { bytes, isClean, adds, deletes } of lineRuns(block.bytes, scanner)) {
      if (isClean && this.#fixer.isBetweenObjects) {
        this.#writer.keepLines(bytes, adds, deletes);
        this.#writer.counts.lines += adds + deletes;
        this.#offset += bytes.length;
      } else
        for (const line of wholeLines(bytes)) this.#takePart({ ...WHOLE_LINE, bytes: line.subarray(0, -1) });
      yield;
    }
  }

  #takePart({ bytes, first, last, ended }: Omit<SourceBlock, 'isLines'>): void {
    if (first) this.#writer.counts.lines += 1;
    const line = this.#writer.counts.lines;
    this.#fixer.take({ bytes, line, offset: this.#offset, first, last, ended });
    this.#offset += bytes.length + (ended ? 1 : 0);
  }

  #tellEncoding(encoding: string): void {
    this.#writer.encoding = encoding;
    const message = `The file is in ${encoding}: written in UTF-8`;
    this.#writer.tell(fixNote('META_FIXED_ENCODING', message, START));
  }

  #tellEmpty(): void {
    const { severity, message } = META_FILE_RULES.META_EMPTY;
    this.#writer.tell({ code: 'META_EMPTY', severity, path: [], field: null, message: message(), ...START });
  }

  *#take(): Generator<MetaFixBatch, void, void> {
    this.#signal?.throwIfAborted();
    const batch = this.#writer.batch.take();
    if (batch !== undefined) yield batch;
  }
}

const START = { line: 1, column: 1, offset: 0 };
const WHOLE_LINE = { first: true, last: true, ended: true };
