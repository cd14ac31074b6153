import { abortable } from '../../shared/async/abortable.ts';
import { atLeast } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import type { MetaContext } from '../model/meta-context.ts';
import { META_OPTIONS, type MetaOptions, metaContext } from '../model/meta-options.ts';
import { LineReader } from '../read/line-reader.ts';
import { type MetaSource, openSource } from '../read/meta-source.ts';
import { LineScanner } from '../read/scan/line-scanner.ts';
import { PlainScanner } from '../read/scan/plain-scanner.ts';
import { RecordCheck } from '../rules/check-record.ts';
import { META_FILE_RULES } from '../rules/file-rules.ts';
import { FileFixer } from './file-fixer.ts';
import type { MetaFixBatch } from './fix-result.ts';
import { assertSummary, fixNote, type MetaFixSummary, noCounts } from './fix-result.ts';
import { LineCheck } from './line-check.ts';
import type { ResultWriter } from './result-writer.ts';
import { knownEncoding, utf8Chunks } from './source-encoding.ts';

/** What `fixMeta` takes. A misspelt name is an error. */
export interface MetaFixOptions extends MetaOptions {
  /** What the source is written in, by any name that TextDecoder knows; a byte order mark outweighs it. @default 'utf-8' */
  readonly encoding?: string | undefined;
  /** The longest line to be written; an object over several lines may be no longer either. @default 1_048_576 */
  readonly maxLineBytes?: number | undefined;
  /** Ends the reading at once, with its own reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<MetaFixOptions> = {
  ...META_OPTIONS,
  ...{ encoding: true, maxLineBytes: true, signal: true },
};

/**
 * The file that was meant: increment.meta with everything repaired that can mean only one thing (`META_FIXES`), and without
 * the lines that are still wrong. Nothing is changed or left out silently: each change and each error is reported.
 * Lines that need no repair come out byte for byte; the result has no error, and repairing it changes nothing. What no line
 * breaks alone (`META_FILE_RULES`) is not looked at.
 *
 * @throws {TypeError | RangeError} when the source or an option is out of its range, before anything is read
 * @example
 * const fix = fixMeta({ path: 'increment.meta' });
 * for await (const { bytes, notes } of fix) console.log(bytes.length, notes);
 * console.log(fix.summary);
 */
export const fixMeta = (source: MetaSource, options: MetaFixOptions = {}): MetaFix =>
  new MetaFix(source, knownOptions('fixMeta()', options, OPTIONS));

/** A file being fixed, batch by batch; read once. */
export class MetaFix implements AsyncIterable<MetaFixBatch> {
  readonly #chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly #context: MetaContext;
  readonly #encoding: string;
  readonly #maxLineBytes: number;
  readonly #signal: AbortSignal | undefined;
  #fixer: FileFixer | undefined;

  constructor(
    source: MetaSource,
    { encoding = 'utf-8', maxLineBytes = 1_048_576, signal, ...options }: MetaFixOptions,
  ) {
    this.#context = metaContext(options);
    this.#encoding = knownEncoding(encoding);
    this.#maxLineBytes = atLeast(1, 'maxLineBytes', maxLineBytes);
    this.#signal = signal;
    const chunks = openSource(source);
    this.#chunks = signal === undefined ? chunks : abortable(chunks, signal);
  }

  /** What became of the objects: of all of them, once the batches were read to their end. */
  get summary(): MetaFixSummary {
    if (this.#fixer === undefined) return noCounts();
    return { ...this.#fixer.writer.counts, lines: this.#fixer.lines };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MetaFixBatch, void, void> {
    const fixer = await this.#openFixer();
    this.#fixer = fixer;
    const { writer } = fixer;
    const chunks = utf8Chunks(this.#chunks, this.#encoding, (encoding) => {
      fixer.encoding = encoding;
      const message = `The file is in ${encoding}: written in UTF-8`;
      writer.report(fixNote('META_FIXED_ENCODING', message, START));
    });
    for await (const chunk of chunks) {
      for (const _ of fixer.take(chunk)) if (writer.batch.isFull) yield* this.#take(writer);
      yield* this.#take(writer); // at once, since the source may be slow
    }
    fixer.end();
    const { counts } = writer;
    if (counts.written + counts.leftOut === 0) {
      const { severity, message } = META_FILE_RULES.META_EMPTY;
      writer.report({ code: 'META_EMPTY', severity, path: [], field: null, message: message(), ...START });
    }
    yield* this.#take(writer);
    assertSummary(counts);
  }

  async #openFixer(): Promise<FileFixer> {
    const [context, maxLineBytes] = [this.#context, this.#maxLineBytes];
    const { dialect } = context;
    const reader = new LineReader({ check: new RecordCheck(context), dialect, maxLineBytes });
    const scanner = (await LineScanner.open(context, maxLineBytes)) ?? new PlainScanner();
    const second = LineScanner.openCompiled(context, maxLineBytes) ?? new PlainScanner();
    return new FileFixer({ scanner, check: new LineCheck(second, reader, maxLineBytes), maxLineBytes });
  }

  *#take({ batch }: ResultWriter): Generator<MetaFixBatch, void, void> {
    this.#signal?.throwIfAborted();
    const taken = batch.take();
    if (taken !== undefined) yield taken;
  }
}

const START = { line: 1, column: 1, offset: 0 };
