import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { abortable } from '../../shared/async/abortable.ts';
import { assertConserved } from '../../shared/errors/conservation.ts';
import { readJsonLinesFile } from '../../shared/files/json-lines-file.ts';
import { SortedOnDisk } from '../../shared/files/sorted-on-disk.ts';
import { openTemporaryFolder } from '../../shared/files/temporary-folder.ts';
import { callable, oneOf, show, text } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { byName, IMAGES_FILE, type PlannedImage } from '../model/migration-image.ts';
import { LinesByName, type NamedLine } from './lines-by-name.ts';
import { type MigrationOutcome, type MigrationResultsSummary, resultIssue } from './migration-outcome.ts';
import { type OpenPlan, openPlan } from './open-plan.ts';
import { type ListLine, readList } from './read-list.ts';
import { RESULT_LISTS, type Said } from './result-lists.ts';

/** What `readMigrationResults` takes. A misspelt name is an error. */
export interface MigrationResultsOptions {
  /**
   * What an image is that no list of the mover names. ossimport lists failures alone: once its `stat` says that the job has
   * succeeded, `sent` is right. @default failed
   */
  readonly unreported?: 'failed' | 'sent' | undefined;
  /** Gets each line that names no image of the mover's list. */
  readonly onUnknownLine?:
    | ((line: { readonly file: string; readonly line: number; readonly text: string }) => void)
    | undefined;
  /** The folder for temporary files, about as large as the lists. @default the system's */
  readonly temporaryFolder?: string | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The outcomes of a plan, in the order of names. They can be read once. */
export class MigrationResults implements AsyncIterable<MigrationOutcome> {
  readonly #planFolder: string;
  readonly #listFolder: string;
  readonly #options: MigrationResultsOptions;
  readonly #counts = {
    ...{ supplied: 0, sent: 0, present: 0, refused: 0, failed: 0, unreported: 0 },
    ...{ lines: 0, used: 0, repeated: 0, unknown: 0, otherFiles: 0 },
  };

  constructor(planFolder: string, listFolder: string, options: MigrationResultsOptions) {
    this.#planFolder = planFolder;
    this.#listFolder = listFolder;
    this.#options = options;
  }

  /** The sums up to here; complete once every outcome was read. */
  get summary(): MigrationResultsSummary {
    return { ...this.#counts };
  }

  /** @throws {TypeError} for folders that hold no plan, or no list */
  async *[Symbol.asyncIterator](): AsyncGenerator<MigrationOutcome, void, void> {
    const { signal, temporaryFolder } = this.#options;
    const plan = await openPlan(this.#planFolder, signal);
    await using temporary = await openTemporaryFolder(temporaryFolder);
    const sorted = new SortedOnDisk<NamedLine>(temporary.path, byName);
    await this.#takeIn(plan, sorted);
    const lines = new LinesByName(sorted.values(), (line) => this.#tellUnknown(line));
    try {
      const path = join(this.#planFolder, IMAGES_FILE);
      for await (const image of abortable(readJsonLinesFile<PlannedImage>(path), signal)) {
        const outcome = await this.#outcomeOf(image, lines, plan.prefix);
        this.#counts.supplied += 1;
        this.#counts[outcome.status] += 1;
        yield outcome;
      }
      await lines.skipAll();
    } finally {
      await lines.close();
    }
    const { supplied, sent, present, refused, failed, ...ofLines } = this.#counts;
    if (supplied !== plan.supplied)
      throw new TypeError(
        `Cannot read the plan in ${show(this.#planFolder, 1_100)} as ${IMAGES_FILE} has ${supplied} images, and the plan ${plan.supplied}: take the folder as planMigration() has written it`,
      );
    assertConserved('readMigrationResults', supplied, { sent, present, refused, failed });
    const { used, repeated, unknown } = ofLines;
    assertConserved('lines of readMigrationResults', ofLines.lines, { used, repeated, unknown });
  }

  /** Sorts the lines of every list by name. */
  async #takeIn({ route, prefix }: OpenPlan, sorted: SortedOnDisk<NamedLine>): Promise<void> {
    const { signal } = this.#options;
    let lists = 0;
    for (const entry of await readdir(this.#listFolder, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue;
      const path = join(entry.parentPath, entry.name);
      const file = relative(this.#listFolder, path).replaceAll(sep, '/');
      const list = RESULT_LISTS[route].find((one) => one.path.test(file));
      if (list === undefined) {
        this.#counts.otherFiles += 1;
        continue;
      }
      lists += 1;
      for await (const line of readList(path, file, list, prefix, signal)) {
        this.#counts.lines += 1;
        const { name } = line;
        if (name === undefined) this.#tellUnknown(line);
        else await sorted.add({ ...line, name }, name.length + line.detail.length + 120, signal);
      }
    }
    if (lists === 0 && this.#options.unreported !== 'sent')
      throw new TypeError(
        `Cannot read results in ${show(this.#listFolder, 1_100)} as it has no list of ${route}: name the folder with its lists`,
      );
  }

  async #outcomeOf(image: PlannedImage, lines: LinesByName, prefix: string): Promise<MigrationOutcome> {
    const { name, bytes } = image;
    const outcome = (status: MigrationOutcome['status'], issues: MigrationOutcome['issues'] = []) => ({
      ...{ status, name, key: prefix + name, bytes, issues },
    });
    if (image.issues.length > 0) return outcome('refused', image.issues);
    const said = new Map<Said, ListLine>();
    for await (const line of lines.of(name)) {
      this.#counts[said.has(line.says) ? 'repeated' : 'used'] += 1;
      if (!said.has(line.says)) said.set(line.says, line);
    }
    const failure = said.get('failed');
    if (failure !== undefined) {
      const detail = failure.detail === '' ? 'no reason' : show(failure.detail, 1_100);
      const message = `The mover names ${show(name, 200)} as failed in ${failure.file}:${failure.line}, with ${detail}`;
      return outcome('failed', [resultIssue('MIGRATION_FAILED', message)]);
    }
    if (said.has('present')) return outcome('present');
    if (said.has('sent')) return outcome('sent');
    this.#counts.unreported += 1;
    if (this.#options.unreported === 'sent') return outcome('sent');
    const message = `No list of the mover names ${show(name, 200)}: look whether the job is over, and all its lists are here`;
    return outcome('failed', [resultIssue('MIGRATION_UNREPORTED', message)]);
  }

  #tellUnknown({ file, line, text: written }: ListLine): void {
    this.#counts.unknown += 1;
    this.#options.onUnknownLine?.({ file, line, text: written });
  }
}

const NAMES: OptionNames<MigrationResultsOptions> = {
  ...{ unreported: true, onUnknownLine: true, temporaryFolder: true, signal: true },
};

/**
 * Reads what a mover has left about the images of a plan: of Data Online Migration the lists of its report, of ossimport its
 * `error.list`s. Every image of the plan gets one outcome.
 *
 * @param planFolder where `planMigration` has written the plan
 * @param listFolder the folder with the mover's lists, at any depth
 * @example
 * const results = readMigrationResults('plan', 'report');
 * for await (const { status, name, issues } of results) console.log(status, name, issues);
 * console.log(results.summary);
 * @throws {TypeError} for an option that is misspelt or has a value that it cannot have
 */
export function readMigrationResults(
  planFolder: string,
  listFolder: string,
  options: MigrationResultsOptions = {},
): MigrationResults {
  const given = knownOptions('readMigrationResults()', options, NAMES);
  oneOf(['failed', 'sent'], 'unreported', given.unreported ?? 'failed');
  if (given.onUnknownLine !== undefined) callable('onUnknownLine', given.onUnknownLine);
  return new MigrationResults(text('planFolder', planFolder), text('listFolder', listFolder), given);
}
