import {
  type ColumnReport,
  type CommandLine,
  type EntryOutcome,
  IMAGE_LIMITS,
  type ImportSummary,
  ReportWriter,
  reportImport,
} from '../../index.ts';
import { commandAgain } from '../frame/command-line.ts';
import type { ImportCommandOptions } from '../options/import-options.ts';
import { StageTimes } from '../progress/stage-times.ts';

/**
 * What `import --report` writes. Where the import has a state the report is made of that, since it has the entries of earlier
 * runs, too; else of the outcomes as they come.
 */
export class ImportPage implements AsyncDisposable {
  readonly #catalogue: string;
  readonly #options: ImportCommandOptions;
  readonly #commandLine: CommandLine;
  readonly #writer: ReportWriter | undefined;
  /** When each stage ran, of which no state tells later. */
  readonly stages = new StageTimes();
  /** How the columns were taken, as it was reported first. */
  columns: ColumnReport | undefined;

  private constructor(
    catalogue: string,
    options: ImportCommandOptions,
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
    options: ImportCommandOptions,
    commandLine: CommandLine,
    signal: AbortSignal,
  ): Promise<ImportPage> {
    const { report, state, dryRun, lang } = options;
    const isOfOutcomes = report !== undefined && (state === undefined || dryRun === true);
    const writer = isOfOutcomes ? await ReportWriter.open(report, { language: lang, signal }) : undefined;
    if (report !== undefined && writer === undefined) await checkWritable(report, signal);
    return new ImportPage(catalogue, options, commandLine, writer);
  }

  add(outcome: EntryOutcome): Promise<void> | undefined {
    return this.#writer?.add(outcome);
  }

  /** @param summary undefined when the import has ended early: then only a state makes a report */
  async finish(summary: ImportSummary | undefined): Promise<void> {
    const { report, state, dryRun, lang, region, instance, to, serviceType } = this.#options;
    if (report === undefined) return;
    if (this.#writer === undefined) {
      if (state !== undefined) await reportImport(state, report, { language: lang });
      return;
    }
    if (summary === undefined) return;
    const facts = { region, instance, to, serviceType, route: summary.route.route };
    const isFine = summary.refused + summary.failed === 0;
    await this.#writer.finish({
      ...{ kind: dryRun ? 'dryRun' : 'import', subject: this.#catalogue, madeAt: Date.now() },
      ...{ supplied: summary.supplied, columns: this.columns, unmatched: summary.unmatched },
      facts: Object.fromEntries(
        Object.entries(facts).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ),
      spans: this.stages.spans,
      limits: serviceType && IMAGE_LIMITS[serviceType],
      next: dryRun
        ? [{ step: 'startImport', command: commandAgain('import', this.#commandLine, state) }]
        : isFine
          ? [{ step: 'nothing' }]
          : [],
    });
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
