import { assertConserved } from '../shared/errors/conservation.ts';
import { openTemporaryFolder } from '../shared/files/temporary-folder.ts';
import { WholeFile } from '../shared/files/whole-file.ts';
import { atLeast, show } from '../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../shared/options/known-options.ts';
import { META_FILE_NAME } from './model/meta-file-name.ts';
import { META_OPTIONS, type MetaOptions, metaContext } from './model/meta-options.ts';
import type { AddInput, DeleteInput, MetaInput } from './model/meta-record.ts';
import type { MetaIssue } from './rules/meta-issue.ts';
import { type MetaPartsSummary, type SplitLimits, splitFile } from './split/split-file.ts';
import { splitIntoStore } from './split/stored-parts.ts';
import type { RefusedRecord } from './write/meta-record-refused.ts';
import { openerOf } from './write/meta-target.ts';
import { type MetaWriteSummary, RecordWriter } from './write/record-writer.ts';
import type { MetaTarget, PartsTarget, StoreParts, WriteOptions } from './write/target-types.ts';
import { checkRecords, writeLines } from './write/write-lines.ts';

/** What a `MetaFileBuilder` takes. A misspelt name is an error. */
export interface MetaFileBuilderOptions extends MetaOptions {
  /**
   * Hears of every record that is kept out of the file; it may throw to end the work. Or `'throw'`: then the first such
   * record is thrown, as `MetaRecordRefused`, and nothing is written. @default they are counted
   */
  readonly onRefused?: ((refused: RefusedRecord) => void) | 'throw' | undefined;
  /**
   * Hears of every record that is written although something is wrong with it: `issues` are warnings. Without it no warning of
   * `records` is looked for, which is much faster. @default they are written without a word
   */
  readonly onWarning?: ((record: RefusedRecord) => void) | undefined;
}

const OPTIONS: OptionNames<MetaFileBuilderOptions> = { ...META_OPTIONS, onRefused: true, onWarning: true };

const WRITE_OPTIONS: OptionNames<WriteOptions> = {
  ...{ keepOpen: true, temporaryFolder: true, records: true, signal: true },
};

/** How a catalogue is split into several files. */
export interface PartsOptions extends Pick<WriteOptions, 'records' | 'signal'> {
  /** Lines that a file has at most. One limit must be given. @default no limit */
  readonly maxLines?: number | undefined;
  /** Bytes that a file has at most. @default no limit */
  readonly maxBytes?: number | undefined;
  /** Where the whole goes before it is split. @default os.tmpdir() */
  readonly temporaryFolder?: string | undefined;
}

const PARTS_OPTIONS: OptionNames<PartsOptions> = {
  ...{ maxLines: true, maxBytes: true, temporaryFolder: true, records: true, signal: true },
};

/**
 * Writes increment.meta: only lines that pass every rule, byte for byte the same for the same records
 * (fixed key order, `\n`, UTF-8, no byte order mark).
 *
 * @example
 * const builder = new MetaFileBuilder();
 * const issues = builder.add({ productId: '1000', picName: 'shoe.jpg', customContent: 'k:v' });
 * if (issues.length === 0) await builder.writeTo('increment.meta');
 */
export class MetaFileBuilder {
  readonly #writer: RecordWriter;
  readonly #lines: string[] = [];

  /** @throws {TypeError} when an option is none of the known values */
  constructor(options: MetaFileBuilderOptions = {}) {
    knownOptions('a MetaFileBuilder', options, OPTIONS);
    this.#writer = new RecordWriter(metaContext(options), options.onRefused, options.onWarning);
  }

  /**
   * Adds an image. Returns what is wrong with it: when an issue is an error, the file stays as it was.
   *
   * @throws {MetaRecordRefused} for that, where `onRefused` is 'throw'
   */
  add(input: AddInput): readonly MetaIssue[] {
    return this.#keep({ ...input, operationType: 'ADD' });
  }

  /**
   * Takes an image out of the gallery, or every image of the product when `picName` is left out.
   *
   * @throws {MetaRecordRefused} when an issue is an error, where `onRefused` is 'throw'
   */
  delete(input: DeleteInput): readonly MetaIssue[] {
    return this.#keep({ ...input, operationType: 'DELETE' });
  }

  /** What is wrong with a record, which is neither added nor counted. */
  check(input: MetaInput): readonly MetaIssue[] {
    return this.#writer.check(input);
  }

  /** What became of all records so far, those of `lines` and `writeTo` included. */
  get summary(): MetaWriteSummary {
    return this.#writer.summary;
  }

  /** The file's text, of what was added so far. */
  toString(): string {
    return this.#lines.join('');
  }

  /**
   * The file's lines of any number of records, one at a time and holding none of them.
   * Refused records are counted and go to `onRefused`.
   */
  async *lines(records: AsyncIterable<MetaInput> | Iterable<MetaInput>): AsyncGenerator<string, void, void> {
    for await (const input of checkRecords(records)) {
      const { line } = this.#writer.take(input);
      if (line !== undefined) yield line;
    }
  }

  /**
   * Writes what was added so far, then `records` if given.
   *
   * - A path: the file appears whole or not at all.
   * - A writable stream of Node or of the web: it gets pieces of about 256 KiB, sets the pace, and is ended or closed behind
   *   them unless `keepOpen`; when anything fails it is destroyed or aborted, so that a part cannot pass for the whole.
   * - `{ store, key }` with an `OssStore`, a `FolderStore` or the like: by way of a temporary file, the object appears whole.
   *
   * @throws {TypeError} for a target or records that are none, before anything is written
   * @throws {MetaRecordRefused} for the first record refused, where `onRefused` is 'throw'
   * @throws the error of the disk, the stream, the store or the records, or the signal's reason
   * @example
   * const { adds, refused } = await builder.writeTo('increment.meta', { records });
   * await builder.writeTo(process.stdout, { records, keepOpen: true });
   * await builder.writeTo({ store, key: 'shoes/increment.meta' }, { records, signal });
   */
  async writeTo(target: MetaTarget, options: WriteOptions = {}): Promise<MetaWriteSummary> {
    const { records = [], signal } = knownOptions('writeTo()', options, WRITE_OPTIONS);
    const open = openerOf(target, options);
    const source = { lines: this.#lines, records: checkRecords(records), recordWriter: this.#writer };
    await writeLines(open, source, signal);
    return this.summary;
  }

  /**
   * Writes what was added so far, then `records` if given, as several files, none beyond the limits given: one batch task
   * each. The lines of a product stay together, wherever they stand. The target names the file of each part, from 1; since its
   * last segment is fixed, parts have folders of their own, which are made. All files appear in the end, or none. With
   * `{ store, key }` the parts become objects, one after the other: when one cannot be stored, those before it stay. PicName is
   * relative to the folder that the part lies in when the service reads it.
   *
   * @throws {RangeError} when the lines of one product are beyond a limit already
   * @throws what `writeTo` throws
   * @example
   * const path = (part: number) => `out/${part}/increment.meta`;
   * const { parts } = await builder.writeParts(path, { records, maxLines: 1_000_000 });
   * await builder.writeParts({ store, key: (part) => `spring/${part}/increment.meta` }, { records, maxBytes: 2 ** 30 });
   */
  async writeParts(target: PartsTarget, options: PartsOptions): Promise<MetaPartsSummary> {
    const { records = [], signal, temporaryFolder } = knownOptions('writeParts()', options, PARTS_OPTIONS);
    const limits = splitLimits(target, options);
    const source = { lines: this.#lines, records: checkRecords(records), recordWriter: this.#writer };
    const temporary = await openTemporaryFolder(temporaryFolder);
    try {
      const whole = `${temporary.path}/${META_FILE_NAME}`;
      const written = await writeLines(() => WholeFile.open(whole), source, signal);
      const parts =
        typeof target === 'function'
          ? await splitFile(whole, target, limits, signal)
          : await splitIntoStore(whole, target, limits, temporary.path, signal);
      assertConserved('writeParts', written, { split: parts.reduce((sum, { lines }) => sum + lines, 0) });
      return { ...this.summary, parts };
    } finally {
      await temporary.remove();
    }
  }

  #keep(input: MetaInput): readonly MetaIssue[] {
    const { line, issues } = this.#writer.take(input);
    if (line !== undefined) this.#lines.push(line);
    return issues;
  }
}

/** @throws {TypeError | RangeError} for limits that are none */
function splitLimits(target: PartsTarget, { maxLines, maxBytes }: PartsOptions): SplitLimits {
  if (typeof target !== 'function' && !isStoreParts(target))
    throw new TypeError(
      `Cannot write parts as the target must be a function that names paths, or { store, key } with one that names keys: current value is ${show(target)}`,
    );
  if (maxLines === undefined && maxBytes === undefined)
    throw new TypeError("Cannot write parts as 'maxLines' or 'maxBytes' must be given");
  return {
    maxLines: maxLines === undefined ? Number.POSITIVE_INFINITY : atLeast(1, 'maxLines', maxLines),
    maxBytes: maxBytes === undefined ? Number.POSITIVE_INFINITY : atLeast(1, 'maxBytes', maxBytes),
  };
}

const isStoreParts = (target: unknown): boolean => {
  const { store, key } = (target ?? {}) as Partial<StoreParts>;
  return typeof store?.put === 'function' && typeof key === 'function';
};
