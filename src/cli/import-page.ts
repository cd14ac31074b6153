import {
  type ColumnReport,
  type EntryOutcome,
  IMAGE_LIMITS,
  type ImportSummary,
  ReportWriter,
  reportImport,
} from '../index.ts';
import type { ImportCommandOptions } from './import-options.ts';

/**
 * What `import --report` writes. Where the import has a state the report is made of that, since it has the entries of earlier
 * runs, too; else of the outcomes as they come.
 */
export class ImportPage implements AsyncDisposable {
  readonly #catalogue: string;
  readonly #options: ImportCommandOptions;
  readonly #writer: ReportWriter | undefined;
  /** How the columns were taken, as it was reported first. */
  columns: ColumnReport | undefined;

  private constructor(catalogue: string, options: ImportCommandOptions, writer: ReportWriter | undefined) {
    this.#catalogue = catalogue;
    this.#options = options;
    this.#writer = writer;
  }

  static async open(
    catalogue: string,
    options: ImportCommandOptions,
    signal: AbortSignal,
  ): Promise<ImportPage> {
    const { report, state, dryRun, lang } = options;
    const isOfOutcomes = report !== undefined && (state === undefined || dryRun === true);
    const writer = isOfOutcomes ? await ReportWriter.open(report, { language: lang, signal }) : undefined;
    return new ImportPage(catalogue, options, writer);
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
      limits: serviceType && IMAGE_LIMITS[serviceType],
      next: dryRun ? [{ step: 'startImport' }] : isFine ? [{ step: 'nothing' }] : [],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer?.[Symbol.asyncDispose]();
  }
}
