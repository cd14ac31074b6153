import { basename } from 'node:path';
import {
  type ColumnReport,
  type CommandLine,
  type EntryOutcome,
  followingCommands,
  IMAGE_LIMITS,
  type ImportSummary,
  type ReportData,
  ReportWriter,
  reportImport,
} from '../../index.ts';
import type { ImportCommandOptions } from '../options/import-options.ts';
import type { SharedImportOptions } from '../options/queue-options.ts';
import { STANDARD } from '../output/output-file.ts';
import { StageTimes } from '../progress/stage-times.ts';

type ReportStep = NonNullable<ReportData['next']>[number];

/**
 * What `import --report` writes. Where the import has a state the report is made of that, since it has the entries of earlier
 * runs, too, and of a state that other machines reach by its copy here; else of the outcomes as they come.
 */
export class ImportPage implements AsyncDisposable {
  readonly #catalogue: string;
  readonly #options: ImportCommandOptions & SharedImportOptions;
  readonly #commandLine: CommandLine;
  readonly #writer: ReportWriter | undefined;
  /** When each stage ran, of which no state tells later. */
  readonly stages = new StageTimes();
  /** How the columns were taken, as it was reported first. */
  columns: ColumnReport | undefined;

  private constructor(
    catalogue: string,
    options: ImportCommandOptions & SharedImportOptions,
    commandLine: CommandLine,
    writer: ReportWriter | undefined,
  ) {
    this.#catalogue = catalogue;
    this.#commandLine = commandLine;
    this.#options = options;
    this.#writer = writer;
  }

  static async open(
    catalogue: string,
    options: ImportCommandOptions & SharedImportOptions,
    commandLine: CommandLine,
    signal: AbortSignal,
  ): Promise<ImportPage> {
    const { report, state, localState, dryRun, lang } = options;
    if (report !== undefined && commandLine.state !== undefined && localState === undefined)
      throw new TypeError(
        `Cannot report an import whose state is shared, in ${state}, as the report is made of a copy on this machine: name a folder for it with --local-state`,
      );
    const isOfOutcomes = report !== undefined && (state === undefined || dryRun === true);
    const writer = isOfOutcomes ? await ReportWriter.open(report, { language: lang, signal }) : undefined;
    if (report !== undefined && writer === undefined) await checkWritable(report, signal);
    return new ImportPage(catalogue, options, commandLine, writer);
  }

  add(outcome: EntryOutcome): Promise<void> | undefined {
    return this.#writer?.add(outcome);
  }

  /**
   * @param summary undefined when the import has ended early: then a state makes the report
   * @param kept the folder that is kept where none was named
   */
  async finish(summary: ImportSummary | undefined, kept?: string): Promise<void> {
    const { report, localState, dryRun, lang, region, instance, to, serviceType } = this.#options;
    if (report === undefined) return;
    if (this.#writer === undefined || summary === undefined) {
      await this[Symbol.asyncDispose]();
      const state = localState ?? this.#options.state ?? kept;
      if (state !== undefined) await reportImport(state, report, { language: lang });
      return;
    }
    const facts = { region, instance, to, serviceType, route: summary.route.route };
    await this.#writer.finish({
      ...{ kind: dryRun ? 'dryRun' : 'import', subject: this.#catalogue, madeAt: Date.now() },
      ...{ supplied: summary.supplied, columns: this.columns, unmatched: summary.unmatched },
      facts: Object.fromEntries(
        Object.entries(facts).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ),
      spans: this.stages.spans,
      limits: serviceType && IMAGE_LIMITS[serviceType],
      next: [this.#next(summary)],
    });
  }

  #next({ refused, failed }: ImportSummary): ReportStep {
    const { dryRun, state } = this.#options;
    const again = (at: string | undefined) => followingCommands.again(this.#commandLine, 'import', at);
    if (dryRun) return { step: 'startImport', command: again(state) };
    if (refused + failed === 0) return { step: 'nothing' };
    const name = basename(this.#catalogue);
    return { step: 'importAgain', command: again(`${name === STANDARD ? 'import' : name}.state`) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer?.[Symbol.asyncDispose]();
  }
}

/** Finds out before the work begins whether the report can be written. */
async function checkWritable(path: string, signal: AbortSignal): Promise<void> {
  const writer = await ReportWriter.open(path, { signal });
  await writer[Symbol.asyncDispose]();
}
