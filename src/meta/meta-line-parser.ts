import { abortable } from '../shared/abortable.ts';
import type { CallOptions } from '../shared/call-options.ts';
import { atLeast } from '../shared/checks.ts';
import { joinBytes } from '../shared/join-bytes.ts';
import { lineBlocks } from '../shared/lines.ts';
import type { MetaLineIssue } from './meta-issue.ts';
import { type LintOptions, MetaLint } from './meta-lint.ts';
import { type MetaOptions, metaContext } from './meta-options.ts';
import type { MetaRecord } from './meta-record.ts';
import { encodeText } from './read/encode-text.ts';
import { LineReader, type ParsedLine } from './read/line-reader.ts';
import { type MetaSource, openSource } from './read/meta-source.ts';
import { LineScanner } from './read/scan/line-scanner.ts';
import { PlainScanner } from './read/scan/plain-scanner.ts';
import { type ScannedLines, scanLines } from './read/scanned-lines.ts';
import { RecordCheck } from './rules/check-record.ts';
import type { MetaContext } from './rules/meta-rule.ts';

export interface MetaLineParserOptions extends MetaOptions {
  /** A longer line is an issue and is not kept in memory. @default 1_048_576 */
  readonly maxLineBytes?: number;
}

/** Some lines that follow each other. */
export interface MetaBatch {
  /** How many lines were read: those of the records and those that are none. */
  readonly lines: number;
  /** The number of the first of them, from 1. */
  readonly firstLine: number;
  readonly records: readonly MetaRecord[];
  /** The number of the line that each record stands in. */
  readonly lineNumbers: readonly number[];
  readonly issues: readonly MetaLineIssue[];
}

/**
 * Reads increment.meta, line by line, into records and issues. It never throws for what a line holds, remembers
 * nothing that grows with the file, and how the input was cut into chunks makes no difference.
 *
 * @example
 * const parser = new MetaLineParser();
 * for await (const { line, record, issues } of parser.parse({ path: 'increment.meta' })) …
 * for await (const { records, issues } of parser.batches({ path: 'increment.meta' })) … // much faster
 */
export class MetaLineParser {
  readonly #context: MetaContext;
  readonly #check: RecordCheck;
  readonly #reader: LineReader;
  readonly #maxLineBytes: number;

  /** @throws {TypeError | RangeError} when an option is out of its range */
  constructor(options: MetaLineParserOptions = {}) {
    this.#context = metaContext(options);
    this.#maxLineBytes = atLeast(1, 'maxLineBytes', options.maxLineBytes ?? 1_048_576);
    this.#check = new RecordCheck(this.#context);
    const { dialect } = this.#context;
    this.#reader = new LineReader({ check: this.#check, dialect, maxLineBytes: this.#maxLineBytes });
  }

  /** Every line, in order: its record, or the issues that keep it from being one. */
  parse(source: MetaSource, options: CallOptions = {}): AsyncGenerator<ParsedLine, void, void> {
    return eachLine(this.#scan(source, options));
  }

  /** The same, some hundred lines at once: the fast way. Each batch has the lines that came in one piece. */
  batches(source: MetaSource, options: CallOptions = {}): AsyncGenerator<MetaBatch, void, void> {
    return eachBatch(this.#scan(source, options));
  }

  /** Only what is wrong with a file, what no line breaks alone included; no records are made. */
  lint(source: MetaSource, options: LintOptions = {}): MetaLint {
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

  #scan(source: MetaSource, { signal }: CallOptions): AsyncGenerator<ScannedLines, void, void> {
    const chunks = openSource(source);
    const maxLineBytes = this.#maxLineBytes;
    const [reader, check, context] = [this.#reader, this.#check, this.#context];
    return (async function* () {
      const scanner = (await LineScanner.open(context, maxLineBytes)) ?? new PlainScanner();
      const blocks = lineBlocks(signal === undefined ? chunks : abortable(chunks, signal), maxLineBytes);
      yield* scanLines(blocks, { scanner, reader, check, maxLineBytes });
    })();
  }
}

async function* eachLine(scanned: AsyncIterable<ScannedLines>): AsyncGenerator<ParsedLine, void, void> {
  for await (const lines of scanned) {
    for (let n = 0; n < lines.count; n++) yield lines.parse(n);
  }
}

async function* eachBatch(scanned: AsyncIterable<ScannedLines>): AsyncGenerator<MetaBatch, void, void> {
  for await (const lines of scanned) {
    const { count, firstLine } = lines;
    const records: MetaRecord[] = [];
    const lineNumbers: number[] = [];
    const issues: MetaLineIssue[] = [];
    for (let n = 0; n < count; n++) {
      const parsed = lines.isClean(n) ? undefined : lines.parse(n);
      const record = parsed === undefined ? lines.record(n) : parsed.record;
      if (parsed !== undefined) issues.push(...parsed.issues);
      if (record === undefined) continue;
      records.push(record);
      lineNumbers.push(firstLine + n);
    }
    yield { lines: count, firstLine, records, lineNumbers, issues };
  }
}
