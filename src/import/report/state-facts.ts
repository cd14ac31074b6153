import { imageLimits, LIMITS_EDITIONS } from '../../image/image-limits.ts';
import type { ReportData, ReportTask } from '../../report/report-data.ts';
import type { CommandLine } from '../command-line.ts';
import type { ImportSummary } from '../import-summary.ts';
import type { DatedFact, PlannedFact } from '../state/import-facts.ts';
import type { ImportIdentity } from '../state/import-identity.ts';
import { readFacts } from '../state/read-facts.ts';
import { WorkTimes } from './work-times.ts';

/** A report has so many tasks at most; their entries are all in it. */
const MOST_TASKS = 10_000;
const MOST_UNMATCHED = 100;

/** What the journal of an import says for its report. */
export class StateFacts {
  readonly times = new WorkTimes();
  readonly unmatched: string[] = [];
  readonly #tasks = new Map<
    string,
    { readonly ref: string; readonly over?: Partial<ReportTask> | undefined }
  >();
  begun: ImportIdentity | undefined;
  commandLine: CommandLine | undefined;
  planned: PlannedFact | undefined;
  closed: ImportSummary | undefined;

  /** @throws {RangeError} for a damaged journal, or one of another kind */
  static async read(folder: string, signal: AbortSignal | undefined): Promise<StateFacts> {
    const facts = new StateFacts();
    for await (const fact of readFacts(folder, signal)) facts.#add(fact);
    return facts;
  }

  /** The parts of a report that an import fills, be it alone or inside a sync. */
  get data(): Pick<ReportData, 'limits' | 'spans' | 'tasks' | 'unmatched'> {
    const { begun, times, tasks, unmatched } = this;
    const edition = LIMITS_EDITIONS.find((one) => one === begun?.limits);
    const limits = begun && imageLimits(begun.serviceType, edition);
    return { limits, spans: times.spans, tasks, unmatched };
  }

  get tasks(): readonly ReportTask[] {
    return [...this.#tasks.values()].map(({ ref, over }) => ({
      ...{ id: ref, status: over?.status ?? 'PROCESSING' },
      ...{ code: over?.code ?? '', message: over?.message ?? '' },
    }));
  }

  #add(fact: DatedFact): void {
    this.times.add(fact);
    if ('begun' in fact) {
      this.begun = fact.begun;
      this.commandLine = fact.commandLine;
    } else if ('planned' in fact) this.planned = fact.planned;
    else if ('closed' in fact) this.closed = fact.closed;
    else if ('lines' in fact) this.#addTask(`${fact.shard} ${fact.lines}`, fact);
    else if ('settled' in fact && fact.settled !== undefined)
      this.unmatched.push(...fact.settled.unmatched.slice(0, MOST_UNMATCHED - this.unmatched.length));
  }

  #addTask(name: string, { task, over }: Extract<DatedFact, { readonly lines: string }>): void {
    const known = this.#tasks.get(name);
    if (task !== undefined && (known !== undefined || this.#tasks.size < MOST_TASKS))
      this.#tasks.set(name, { ref: task.id });
    else if (over !== undefined && known !== undefined) this.#tasks.set(name, { ...known, over });
  }
}
