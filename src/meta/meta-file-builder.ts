import { atLeast, show } from '../shared/checks.ts';
import { assertConserved } from '../shared/conservation.ts';
import { openTemporaryFolder } from '../shared/temporary-folder.ts';
import { WholeFile } from '../shared/whole-file.ts';
import type { MetaIssue } from './meta-issue.ts';
import { META_FILE_NAME } from './meta-lint.ts';
import { type MetaOptions, metaContext } from './meta-options.ts';
import type { AddInput, DeleteInput, MetaInput } from './meta-record.ts';
import { type SplitLimits, splitFile } from './split/split-file.ts';
import type { MetaTarget } from './write/given-targets.ts';
import type { RefusedRecord } from './write/meta-record-refused.ts';
import { openerOf } from './write/meta-target.ts';
import { type MetaTally, RecordIntake } from './write/record-intake.ts';
import { checkRecords, writeLines } from './write/write-lines.ts';

export interface MetaFileBuilderOptions extends MetaOptions {
  /**
   * Hears of every record that is kept out of the file; it may throw to end the work. Or `'throw'`: then the first such
   * record is thrown, as `MetaRecordRefused`, and nothing is written. @default they are counted
   */
  readonly onRefused?: ((refused: RefusedRecord) => void) | 'throw' | undefined;
}

export interface WriteOptions {
  /** Of a stream: whether it stays open behind the last line, and after a failure. @default false */
  readonly keepOpen?: boolean | undefined;
  /** Where a store's temporary file goes. @default os.tmpdir() */
  readonly folder?: string | undefined;
  /** What to write behind what was added: read one by one as they are written, and none is kept. */
  readonly records?: AsyncIterable<MetaInput> | Iterable<MetaInput> | undefined;
  /** Ends the writing at once, with its own reason, and leaves nothing behind. */
  readonly signal?: AbortSignal | undefined;
}

export interface PartsOptions extends Pick<WriteOptions, 'records' | 'signal'> {
  /** Lines that a file has at most. One limit must be given. @default no limit */
  readonly maxLines?: number | undefined;
  /** Bytes that a file has at most. @default no limit */
  readonly maxBytes?: number | undefined;
  /** Where the whole goes before it is split. @default os.tmpdir() */
  readonly folder?: string | undefined;
}

/** What became of the records, and the files. */
export interface PartsTally extends MetaTally {
  readonly parts: readonly {
    readonly path: string;
    readonly lines: number;
    readonly bytes: number;
    readonly adds: number;
    readonly deletes: number;
  }[];
}

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
  readonly #intake: RecordIntake;
  readonly #lines: string[] = [];

  /** @throws {TypeError} when an option is none of the known values */
  constructor(options: MetaFileBuilderOptions = {}) {
    this.#intake = new RecordIntake(metaContext(options), options.onRefused);
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
    return this.#intake.check(input);
  }

  /** What became of all records so far, those of `lines` and `writeTo` included. */
  get tally(): MetaTally {
    return this.#intake.tally;
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
      const { line } = this.#intake.take(input);
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
  async writeTo(target: MetaTarget, options: WriteOptions = {}): Promise<MetaTally> {
    const { records = [], signal } = options;
    const open = openerOf(target, options);
    const source = { lines: this.#lines, records: checkRecords(records), intake: this.#intake };
    await writeLines(open, source, signal);
    return this.tally;
  }

  /**
   * Writes what was added so far, then `records` if given, as several files, none beyond the limits given: one batch task
   * each. The lines of a product stay together, wherever they stand. `path` names the file of each part, from 1; since its last
   * segment is fixed, parts have folders of their own, which are made. All files appear in the end, or none. PicName is relative
   * to the folder that the part lies in when the service reads it.
   *
   * @throws {RangeError} when the lines of one product are beyond a limit already
   * @throws what `writeTo` throws
   * @example
   * const path = (part: number) => `out/${part}/increment.meta`;
   * const { parts } = await builder.writeParts(path, { records, maxLines: 1_000_000 });
   */
  async writeParts(path: (part: number) => string, options: PartsOptions): Promise<PartsTally> {
    const { records = [], signal, folder } = options;
    const limits = splitLimits(path, options);
    const source = { lines: this.#lines, records: checkRecords(records), intake: this.#intake };
    const temporary = await openTemporaryFolder(folder);
    try {
      const whole = `${temporary.path}/${META_FILE_NAME}`;
      const written = await writeLines(() => WholeFile.open(whole), source, signal);
      const parts = await splitFile(whole, path, limits, signal);
      assertConserved('writeParts', written, { split: parts.reduce((sum, { lines }) => sum + lines, 0) });
      return { ...this.tally, parts };
    } finally {
      await temporary.remove();
    }
  }

  #keep(input: MetaInput): readonly MetaIssue[] {
    const { line, issues } = this.#intake.take(input);
    if (line !== undefined) this.#lines.push(line);
    return issues;
  }
}

/** @throws {TypeError | RangeError} for limits that are none */
function splitLimits(path: unknown, { maxLines, maxBytes }: PartsOptions): SplitLimits {
  if (typeof path !== 'function')
    throw new TypeError(`Cannot write parts as 'path' must be a function: current value is ${show(path)}`);
  if (maxLines === undefined && maxBytes === undefined)
    throw new TypeError("Cannot write parts as 'maxLines' or 'maxBytes' must be given");
  return {
    maxLines: maxLines === undefined ? Number.POSITIVE_INFINITY : atLeast(1, 'maxLines', maxLines),
    maxBytes: maxBytes === undefined ? Number.POSITIVE_INFINITY : atLeast(1, 'maxBytes', maxBytes),
  };
}
