import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ImageLimits } from '../../image/image-limits.ts';
import { Journal } from '../../shared/files/journal.ts';
import type { CommandLine } from '../command-line.ts';
import { checkEmpty } from './check-empty.ts';

const JOURNAL = 'journal.jsonl';

/** The version of the records of every kind of work. */
export const WORK_VERSION = 1;

/** What work is, what it has before it, and its summary once it is over. */
export interface WorkFacts<Identity, Planned, Summary> {
  readonly begun?: Identity;
  readonly commandLine?: CommandLine | undefined;
  /** The work was over once, and is done again: of an upload, which then sends what is new or has failed. */
  readonly isAgain?: boolean;
  readonly planned?: Planned;
  /** Those of the images of the plan. */
  readonly limits?: ImageLimits | undefined;
  /** Of the entries that a sync was planned of; undefined where a file has another mark. */
  readonly entriesDigest?: string | undefined;
  readonly closed?: Summary;
}

type WorkFact<Identity, Planned, Summary> =
  | { readonly begun: Identity; readonly isAgain?: boolean; readonly commandLine?: CommandLine | undefined }
  | {
      readonly planned: Planned;
      readonly limits?: ImageLimits | undefined;
      readonly entriesDigest?: string | undefined;
    }
  | { readonly closed: Summary };

/** The facts with one more. Work that begins anew has nothing of what was before it. */
export const withFact = <Facts extends object>(facts: Facts, fact: object): Facts =>
  ({ ...('begun' in fact ? {} : facts), ...fact }) as Facts;

/**
 * A folder that work which is planned once and then carried out keeps everything in that must survive its process: a journal of
 * facts, the plan, and what became of it. One process at a time may have it open.
 */
export class WorkState<Identity extends object, Planned extends object, Summary extends object>
  implements AsyncDisposable
{
  readonly folder: string;
  readonly #journal: Journal<WorkFact<Identity, Planned, Summary>>;
  #facts: WorkFacts<Identity, Planned, Summary> = {};

  protected constructor(folder: string, journal: Journal<WorkFact<Identity, Planned, Summary>>) {
    this.folder = folder;
    this.#journal = journal;
  }

  /**
   * Opens the folder, and makes it if it is missing.
   *
   * @param kind of the work, in the head of the journal
   * @throws {RangeError} while another process has it open, for a damaged journal, and for a folder of other things
   */
  static async open<Identity extends object, Planned extends object, Summary extends object>(
    path: string,
    kind: string,
    signal: AbortSignal | undefined,
  ): Promise<WorkState<Identity, Planned, Summary>> {
    const folder = resolve(path);
    const file = join(folder, JOURNAL);
    const journal = await Journal.open<WorkFact<Identity, Planned, Summary>>(file, {
      kind,
      version: WORK_VERSION,
    });
    const state = new WorkState<Identity, Planned, Summary>(folder, journal);
    try {
      for await (const { record } of journal.records(signal)) state.#take(record);
      if (state.begun === undefined) await checkEmpty(folder, JOURNAL);
      return state;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Undefined for new work. */
  get begun(): Identity | undefined {
    return this.#facts.begun;
  }

  get isAgain(): boolean {
    return this.#facts.isAgain ?? false;
  }

  get planned(): Planned | undefined {
    return this.#facts.planned;
  }

  get entriesDigest(): string | undefined {
    return this.#facts.entriesDigest;
  }

  /** The summary of work that is over. */
  get closed(): Summary | undefined {
    return this.#facts.closed;
  }

  get planFolder(): string {
    return join(this.folder, 'plan');
  }

  /** Puts a fact on the disk: it survives a power cut once the promise resolves. */
  async note(fact: WorkFact<Identity, Planned, Summary>): Promise<void> {
    await this.#journal.append([fact]);
    this.#take(fact);
  }

  /** Removes the plan: after an interrupted planning, and when the work is over. */
  async clearPlan(): Promise<void> {
    await rm(this.planFolder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#journal.close();
  }

  #take(fact: WorkFact<Identity, Planned, Summary>): void {
    this.#facts = withFact(this.#facts, fact);
  }
}
