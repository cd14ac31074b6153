import { join } from 'node:path';
import type { Issue } from '../../shared/errors/issue.ts';
import { JsonLinesWriter, readJsonLinesFile } from '../../shared/files/json-lines-file.ts';
import { importIssue } from '../import-issue.ts';
import type { PlannedEntry } from '../plan/planned-entry.ts';

/** A DELETE that an ADD of the same image replaces: `skipped` when the ADD is done, else `refused`. */
export interface ReplacedDelete {
  readonly status: 'skipped' | 'refused';
  readonly entry: PlannedEntry;
  readonly issues: readonly Issue[];
}

/**
 * For a build, whose file is one piece: holds the DELETEs that an ADD replaces until the outcome of the ADD is known, as a
 * DELETE is needless only when its ADD is done. The DELETEs are in a file of the work folder; memory holds the numbers of
 * the entries that were refused or have failed.
 */
export class ReplacedDeletes {
  readonly #path: string;
  readonly #notDone = new Set<number>();
  #file: JsonLinesWriter<PlannedEntry> | undefined;

  /** @param work an existing folder for temporary files */
  constructor(work: string) {
    this.#path = join(work, 'replaced.jsonl');
  }

  async hold(entry: PlannedEntry): Promise<void> {
    this.#file ??= await JsonLinesWriter.create(this.#path);
    await this.#file.add(entry);
  }

  /** Notes that the entry of this number was refused, or has failed. */
  notDone(number: number): void {
    this.#notDone.add(number);
  }

  /** Every DELETE that is held. Call it once, when the outcome of every other entry is known. */
  async *settle(): AsyncGenerator<ReplacedDelete, void, void> {
    await this.#file?.close();
    if (this.#file === undefined) return;
    for await (const entry of readJsonLinesFile<PlannedEntry>(this.#path))
      yield judgeReplaced(entry, this.#notDone);
  }
}

/**
 * A DELETE whose image an ADD was to replace.
 *
 * @param notDone the numbers of entries that were refused, have failed, or have got another name by their repair
 */
export function judgeReplaced(entry: PlannedEntry, notDone: ReadonlySet<number>): ReplacedDelete {
  const { replacedBy, issues } = entry;
  return replacedBy !== undefined && notDone.has(replacedBy.number)
    ? { status: 'refused', entry, issues: [notReplaced(replacedBy.line), ...issues] }
    : { status: 'skipped', entry, issues };
}

/** Whether an ADD has got another name by its repair, so that it replaces no image of the old one. */
export const isRenamed = (issues: readonly Pick<Issue, 'code'>[]): boolean =>
  issues.some(({ code }) => code === 'IMAGE_RENAMED');

const notReplaced = (line: number): Issue =>
  importIssue(
    'REPLACEMENT_NOT_DONE',
    `The ADD in row ${line}, which was to replace this image, was refused, has failed, or has got another name by its repair: the old image is still there; correct that row, or import the DELETE without it`,
    ['picName'],
  );
