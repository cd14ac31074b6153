import { abortable } from '../shared/async/abortable.ts';
import { AsyncFlatMap } from '../shared/async/async-flat-map.ts';
import { AsyncFromSync } from '../shared/async/async-from-sync.ts';
import { type CallOptions, signalOf } from '../shared/options/call-options.ts';
import { atLeast } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { joinBytes } from '../shared/text/join-bytes.ts';
import { LINE_FEED, type LineBlock, LineCutter } from '../shared/text/lines.ts';
import { LINT_OPTIONS, type LintOptions, MetaLint } from './meta-lint.ts';
import type { MetaContext } from './model/meta-context.ts';
import { META_OPTIONS, type MetaOptions, metaContext } from './model/meta-options.ts';
import type { MetaRecord } from './model/meta-record.ts';
import { encodeText } from './read/encode-text.ts';
import { LineReader, type ParsedLine } from './read/line-reader.ts';
import { type MetaSource, openSource } from './read/meta-source.ts';
import type { Scanner } from './read/scan/plain-scanner.ts';
import { ScannerPool } from './read/scan/scanner-pool.ts';
import { LineScan, type ScannedLines } from './read/scanned-lines.ts';
import { RecordCheck } from './rules/check-record.ts';
import type { MetaLineIssue } from './rules/meta-issue.ts';

/** What a `MetaLineParser` takes. A misspelt name is an error. */
export interface MetaLineParserOptions extends MetaOptions {
  /** A longer line is an issue and is not kept in memory. @default 1_048_576 */
  readonly maxLineBytes?: number | undefined;
}

const OPTIONS: OptionNames<MetaLineParserOptions> = { ...META_OPTIONS, maxLineBytes: true };

/** A scanner takes longer to make than so many bytes take to read without one. */
const SMALL_BYTES = 32_768;

/** Some lines that follow each other. */
export interface MetaBatch {
  /** How many lines were read: those of the records and those that are none. */
  readonly lines: number;
  /** The number of the first of them, from 1. */
  readonly firstLine: number;
  /** Of the lines that keep every rule, in their order. */
  readonly records: readonly MetaRecord[];
  /** The number of the line that each record stands in. */
  readonly lineNumbers: readonly number[];
  /** Of all lines of the batch, in their order. */
  readonly issues: readonly MetaLineIssue[];
}

/**
 * Reads increment.meta, line by line, into records and issues. It never throws for what a line holds, remembers
 * nothing that grows with the file, and how the input was cut into chunks makes no difference.
 *
 * @example
 * const parser = new MetaLineParser();
 * for await (const { line, record, issues } of parser.parse({ path: 'increment.meta' }))
 *   console.log(line, record, issues);
 * for await (const { records, issues } of parser.batches({ path: 'increment.meta' })) // much faster
 *   console.log(records.length, issues.length);
 */
export class MetaLineParser {
  readonly #context: MetaContext;
  readonly #check: RecordCheck;
  readonly #reader: LineReader;
  readonly #scanners: ScannerPool;
  readonly #maxLineBytes: number;

  /** @throws {TypeError | RangeError} when an option is out of its range */
  constructor(options: MetaLineParserOptions = {}) {
    knownOptions('a MetaLineParser', options, OPTIONS);
    this.#context = metaContext(options);
    this.#maxLineBytes = atLeast(1, 'maxLineBytes', options.maxLineBytes ?? 1_048_576);
    this.#check = new RecordCheck(this.#context);
    this.#scanners = new ScannerPool(this.#context, this.#maxLineBytes);
    const { dialect } = this.#context;
    this.#reader = new LineReader({ check: this.#check, dialect, maxLineBytes: this.#maxLineBytes });
  }

  /** Every line, in order: its record, or the issues that keep it from being one. */
  parse(source: MetaSource, options: CallOptions = {}): AsyncGenerator<ParsedLine, void, void> {
    const signal = signalOf('parse()', options);
    const chunks = openSource(source);
    return Symbol.iterator in chunks && this.#scanners.isReady
      ? new AsyncFromSync(this.#parseNow(chunks, signal))
      : new AsyncFlatMap(this.#scanChunks(chunks, signal), parsedLines);
  }

  /** The same, some hundred lines at once: the fast way. Each batch has the lines that came in one piece. */
  batches(source: MetaSource, options: CallOptions = {}): AsyncGenerator<MetaBatch, void, void> {
    return eachBatch(this.#scan(source, { signal: signalOf('batches()', options) }));
  }

  /** Only what is wrong with a file, what no line breaks alone included; no records are made. */
  lint(source: MetaSource, options: LintOptions = {}): MetaLint {
    knownOptions('lint()', options, LINT_OPTIONS);
    return new MetaLint(this.#scan(source, options), this.#context, options);
  }

  /** One line, without its line feed. */
  parseLine(text: string, line = 1): ParsedLine {
    const bytes = joinBytes(encodeText(text));
    return this.#reader.read({
      bytes: bytes.subarray(0, this.#maxLineBytes),
      line,
      offset: 0,
      cut: bytes.length > this.#maxLineBytes,
      ended: true,
    });
  }

  /** The lines of a source, scanned: groups of them, each to be read to its end before the next is asked for. */
  #scan(source: MetaSource, { signal }: CallOptions): AsyncGenerator<Iterable<ScannedLines>, void, void> {
    return this.#scanChunks(openSource(source), signal);
  }

  async *#scanChunks(
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Iterable<ScannedLines>, void, void> {
    signal?.throwIfAborted();
    let scanner = this.#scanners.takeNow();
    const scan = this.#scanWith(scanner, signal);
    const cutter = new LineCutter(this.#maxLineBytes);
    let bytes = 0;
    try {
      for await (const chunk of abortable(chunks, signal)) {
        const isSmall = bytes <= SMALL_BYTES;
        bytes += chunk.length;
        if (isSmall && bytes > SMALL_BYTES) {
          this.#scanners.giveBack(scanner);
          scanner = await this.#scanners.take();
          scan.goOnWith(scanner);
        }
        yield scan.scan(cutter.add(chunk));
      }
      yield scan.scan(cutter.end());
    } finally {
      this.#scanners.giveBack(scanner);
    }
  }

  /** The lines of what is in memory, without waiting: it is most of the time that a small text takes. */
  *#parseNow(
    chunks: Iterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): Generator<ParsedLine, void, void> {
    signal?.throwIfAborted();
    const scanner = this.#scanners.takeNow();
    try {
      for (const lines of this.#scanWith(scanner, signal).scan(this.#blocksOf(chunks))) {
        for (let n = 0; n < lines.count; n++) yield lines.parse(n);
      }
      signal?.throwIfAborted();
    } finally {
      this.#scanners.giveBack(scanner);
    }
  }

  #blocksOf(chunks: Iterable<Uint8Array>): Iterable<LineBlock> {
    const [only] = Array.isArray(chunks) && chunks.length === 1 ? (chunks as readonly Uint8Array[]) : [];
    return only === undefined
      ? cutBlocks(chunks, this.#maxLineBytes)
      : blocksOfChunk(only, this.#maxLineBytes);
  }

  #scanWith(scanner: Scanner, signal: AbortSignal | undefined): LineScan {
    const [reader, check, maxLineBytes] = [this.#reader, this.#check, this.#maxLineBytes];
    return new LineScan({ scanner, reader, check, maxLineBytes }, signal);
  }
}

function* cutBlocks(chunks: Iterable<Uint8Array>, maxLineBytes: number): Generator<LineBlock, void, void> {
  const cutter = new LineCutter(maxLineBytes);
  for (const chunk of chunks) yield* cutter.add(chunk);
  yield* cutter.end();
}

/** All of a source that is one chunk: its whole lines, and a last one without a line feed. Nothing is copied. */
function blocksOfChunk(bytes: Uint8Array, maxLineBytes: number): readonly LineBlock[] {
  const end = bytes.lastIndexOf(LINE_FEED) + 1;
  const whole = { bytes: bytes.subarray(0, end), offset: 0, ended: true, cut: false };
  if (end === bytes.length) return [whole];
  const rest = bytes.subarray(end, end + maxLineBytes);
  return [whole, { bytes: rest, offset: end, ended: false, cut: bytes.length - end > maxLineBytes }];
}

function* parsedLines(group: Iterable<ScannedLines>): Generator<ParsedLine, void, void> {
  for (const lines of group) {
    for (let n = 0; n < lines.count; n++) yield lines.parse(n);
  }
}

async function* eachBatch(
  groups: AsyncGenerator<Iterable<ScannedLines>, void, void>,
): AsyncGenerator<MetaBatch, void, void> {
  for await (const group of groups) {
    for (const lines of group) yield batchOf(lines);
  }
}

function batchOf(lines: ScannedLines): MetaBatch {
  const { count, firstLine } = lines;
  const records: MetaRecord[] = [];
  const lineNumbers: number[] = [];
  const issues: MetaLineIssue[] = [];
  for (let n = 0; n < count; n++) {
    const parsed = lines.isClean(n) ? undefined : lines.parse(n);
    const record = parsed === undefined ? lines.record(n) : parsed.record;
    for (const issue of parsed?.issues ?? []) issues.push(issue);
    if (record === undefined) continue;
    records.push(record);
    lineNumbers.push(firstLine + n);
  }
  return { lines: count, firstLine, records, lineNumbers, issues };
}
