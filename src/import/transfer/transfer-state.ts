import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Journal } from '../../shared/journal.ts';
import { checkEmpty } from '../state/check-empty.ts';
import type { TransferSummary } from './transfer-outcome.ts';

const JOURNAL = 'journal.jsonl';

/** What an upload is: where it leads, and the options that change what becomes of its images. Plain JSON. */
export interface TransferIdentity {
  readonly source: string;
  readonly sourcePrefix: string;
  readonly target: string;
  readonly prefix: string;
  readonly keys: string;
  readonly filter: string;
  readonly serviceType: string;
  readonly limits: string;
  readonly repair: boolean;
  readonly skipUnchanged: boolean;
  readonly putIfAbsent: boolean;
}

/** The source was listed as a whole, and the plan is on the disk. */
export interface PlannedTransfer {
  readonly listed: number;
  /** Images: what is listed and not left out. */
  readonly images: number;
  readonly leftOut: number;
  /** Objects that were listed at the target. */
  readonly listedAtTarget: number;
}

type TransferFact =
  | { readonly begun: TransferIdentity }
  | { readonly planned: PlannedTransfer }
  | { readonly closed: TransferSummary };

/**
 * A folder that an upload keeps everything in that must survive its process: a journal of facts, the plan, and a ledger, which
 * is also the file of outcomes: line n is what became of image n of the plan. One process at a time may have it open.
 */
export class TransferState implements AsyncDisposable {
  readonly folder: string;
  readonly #journal: Journal<TransferFact>;
  #facts: {
    readonly begun?: TransferIdentity;
    readonly planned?: PlannedTransfer;
    readonly closed?: TransferSummary;
  } = {};

  private constructor(folder: string, journal: Journal<TransferFact>) {
    this.folder = folder;
    this.#journal = journal;
  }

  /**
   * Opens the folder, and makes it if it is missing.
   *
   * @throws {RangeError} while another process has it open, for a damaged journal, and for a folder of other things
   */
  static async open(path: string, signal: AbortSignal | undefined): Promise<TransferState> {
    const folder = resolve(path);
    const journal = await Journal.open<TransferFact>(join(folder, JOURNAL), { kind: 'upload', version: 1 });
    const state = new TransferState(folder, journal);
    try {
      for await (const { record } of journal.records(signal)) state.#take(record);
      if (state.begun === undefined) await checkEmpty(folder, JOURNAL);
      return state;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Undefined for a new upload. */
  get begun(): TransferIdentity | undefined {
    return this.#facts.begun;
  }

  get planned(): PlannedTransfer | undefined {
    return this.#facts.planned;
  }

  /** The summary of an upload that is over. */
  get closed(): TransferSummary | undefined {
    return this.#facts.closed;
  }

  get planFolder(): string {
    return join(this.folder, 'plan');
  }

  get ledger(): string {
    return join(this.folder, 'outcomes.jsonl');
  }

  /** Puts a fact on the disk: it survives a power cut once the promise resolves. */
  async note(fact: TransferFact): Promise<void> {
    await this.#journal.append([fact]);
    this.#take(fact);
  }

  /** Removes the plan: after an interrupted planning, and when the upload is over. */
  async clearPlan(): Promise<void> {
    await rm(this.planFolder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#journal.close();
  }

  #take(fact: TransferFact): void {
    this.#facts = { ...this.#facts, ...fact };
  }
}
