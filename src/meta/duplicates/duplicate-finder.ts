import { sleep } from '../../shared/async/sleep.ts';
import { atLeast, oneOf, show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { META_PROFILES, type MetaProfile, severityIn } from '../model/meta-profile.ts';
import type { MetaRecord } from '../model/meta-record.ts';
import { META_FILE_RULES } from '../rules/file-rules.ts';
import type { MetaLineIssue } from '../rules/meta-issue.ts';
import { DeletedProducts } from './deleted-products.ts';
import { DuplicateFindings, type Finding } from './duplicate-findings.ts';
import { findTogether } from './find-together.ts';
import { ruleOfImage, ruleOfProduct } from './group-lines.ts';
import { type HashWords, hashWords } from './hash-words.ts';
import { mostEntryWords, partitionOf, writeEntry } from './image-entry.ts';
import { LineGroups } from './line-groups.ts';
import type { PartitionReader } from './partition-reader.ts';
import { PARTITIONS, PartitionedEntries } from './partitioned-entries.ts';
import { type TemporaryFile, temporaryFiles } from './temporary-file.ts';
import { WordStore } from './word-store.ts';

/** What a `DuplicateFinder` takes. A misspelt name is an error. */
export interface DuplicateFinderOptions {
  /** Decides whether a finding is an error or a warning. @default 'documented' */
  readonly profile?: MetaProfile | undefined;
  /** Names of so many bytes are kept in memory; more go to a temporary file, where there are files. @default 16_777_216 */
  readonly memoryBytes?: number | undefined;
  /** Where the temporary file goes. @default os.tmpdir() */
  readonly temporaryFolder?: string | undefined;
}

const OPTIONS: OptionNames<DuplicateFinderOptions> = {
  ...{ profile: true, memoryBytes: true, temporaryFolder: true },
};

/** What a test may put in the place of our own. */
export interface DuplicateFinderParts {
  readonly hash?: HashWords;
  /** Undefined keeps everything in memory, as in a browser. */
  readonly openFile?: (() => TemporaryFile) | undefined;
}

/**
 * Finds the lines of a file that name the same image twice, or whose result depends on their order: those that add and
 * delete one image, or images of a product that is deleted as a whole. However many lines there are, memory stays small: names go to a temporary file, and come back a part at a time. Every finding is exact.
 *
 * @example
 * using finder = new DuplicateFinder();
 * for await (const { record, line, offset } of new MetaLineParser().parse({ path: 'increment.meta' })) {
 *   if (record) finder.add(record, line, offset);
 * }
 * for await (const issue of finder.issues()) console.warn(issue.line, issue.message);
 */
export class DuplicateFinder {
  readonly #profile: MetaProfile;
  readonly #hash: HashWords;
  readonly #store: WordStore;
  readonly #mostWords: number;
  readonly #images: PartitionedEntries;
  readonly #products: PartitionedEntries;
  readonly #deleted: DeletedProducts;
  #adds = false;
  #deletes = false;
  #lastLine = 0;
  #state: 'adding' | 'telling' | 'closed' = 'adding';

  /** @throws {TypeError | RangeError} when an option is out of its range */
  constructor(options?: DuplicateFinderOptions);
  /** @internal */
  constructor(options: DuplicateFinderOptions, parts: DuplicateFinderParts);
  constructor(options: DuplicateFinderOptions = {}, parts: DuplicateFinderParts = {}) {
    knownOptions('a DuplicateFinder', options, OPTIONS);
    const { profile = 'documented', memoryBytes = 16_777_216, temporaryFolder: folder } = options;
    this.#profile = oneOf(META_PROFILES, 'profile', profile);
    const words = Math.floor(atLeast(LEAST_MEMORY, 'memoryBytes', memoryBytes) / 4);
    this.#mostWords = Math.floor(words / 2); // the other half is the store's
    const files = temporaryFiles(folder === undefined ? undefined : text('temporaryFolder', folder));
    const { hash, openFile } = { hash: hashWords, openFile: files, ...parts };
    this.#hash = hash;
    this.#store = new WordStore(words - this.#mostWords, openFile);
    this.#images = new PartitionedEntries(this.#store, this.#mostWords);
    this.#products = new PartitionedEntries(this.#store, this.#mostWords);
    this.#deleted = new DeletedProducts(this.#products, hash);
  }

  /**
   * Remembers which image a line names. Lines come in their order, each with a higher number than the one before.
   *
   * @param line from 1
   * @param offset of the line's first byte
   * @throws the system's error when the temporary file cannot be written, the disk being full for one
   */
  add(record: Pick<MetaRecord, 'operationType' | 'productId' | 'picName'>, line: number, offset = 0): void {
    if (this.#state !== 'adding') throw new Error(`Cannot add a line as ${WHY_NOT[this.#state]}`);
    if (line >>> 0 !== line || line === 0) throw outOfRange('line', 'from 1 to 4294967295', line);
    if (!Number.isSafeInteger(offset) || offset < 0) throw outOfRange('offset', 'from 0', offset);
    const entry = this.#images.room(mostEntryWords(record));
    const length = writeEntry(record, line, offset, this.#hash, entry);
    this.#images.add(length, partitionOf(entry));
    if (record.operationType === 'DELETE' && record.picName === undefined) this.#deleted.mark(entry);
    if (record.operationType === 'DELETE') this.#deletes = true;
    else this.#adds = true;
    if (line > this.#lastLine) this.#lastLine = line;
  }

  /**
   * After the last line: what lines break together, in the order of the lines, each naming another line. Can be
   * asked once; the temporary file is gone at its end, or when the reader stops.
   *
   * @throws the signal's reason, or the system's error when the temporary file cannot be read
   */
  async *issues(signal?: AbortSignal): AsyncGenerator<MetaLineIssue, void, void> {
    if (this.#state !== 'adding') throw new Error(`Cannot tell duplicates as ${WHY_NOT[this.#state]}`);
    this.#state = 'telling';
    try {
      for (const finding of (await this.#findAll(signal)).inOrder()) {
        signal?.throwIfAborted();
        yield this.#issue(finding);
      }
    } finally {
      this.close();
    }
  }

  /** Removes the temporary file. More than once is fine. */
  close(): void {
    this.#state = 'closed';
    this.#store.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #findAll(signal: AbortSignal | undefined): Promise<DuplicateFindings> {
    const findings = new DuplicateFindings(this.#store, this.#lastLine, this.#mostWords);
    const ofAll = { groups: new LineGroups(), findings, isMixed: this.#adds && this.#deletes };
    const images = this.#images.read();
    const ofImages = {
      ...ofAll,
      rule: ruleOfImage,
      onEntry: (reader: PartitionReader) => this.#deleted.meet(reader),
    };
    await eachPartition(signal, (partition) => findTogether(images, partition, ofImages));
    const products = this.#products.read();
    const ofProducts = { ...ofAll, rule: ruleOfProduct };
    await eachPartition(signal, (partition) => findTogether(products, partition, ofProducts));
    return findings;
  }

  #issue({ code, line, offset, image, otherLine }: Finding): MetaLineIssue {
    const { severity, message } = META_FILE_RULES[code];
    const field = image.picName === undefined ? null : 'PicName';
    return {
      code,
      severity: severityIn(severity, this.#profile),
      path: field === null ? [] : [field],
      field,
      message: message(image, otherLine),
      line,
      column: 1,
      offset,
      otherLine,
    };
  }
}

/** Goes through the partitions, and lets others run now and then, who may abort. */
async function eachPartition(signal: AbortSignal | undefined, find: (partition: number) => number) {
  let entries = 0;
  for (let partition = 0; partition < PARTITIONS; partition++) {
    signal?.throwIfAborted();
    entries += find(partition);
    if (entries < ENTRIES_IN_A_TURN) continue;
    entries = 0;
    await sleep(0, signal);
  }
}

const LEAST_MEMORY = 65_536; // blocks of 32 words
const ENTRIES_IN_A_TURN = 2 ** 19;

const WHY_NOT = {
  telling: 'the duplicates are being told: every line must come before, and a finder is for one file',
  closed: 'the finder is closed: a finder is for one file',
};

const outOfRange = (name: string, range: string, value: number) =>
  new RangeError(
    `Cannot add a line as '${name}' must be an integer ${range}: current value is ${show(value)}`,
  );
