import { join } from 'node:path';
import { type CommandLine, type EntryOutcome, followingCommands, type ImportSummary } from '../../index.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { durationText } from '../options/duration.ts';
import { isInOss } from '../options/queue-options.ts';
import { quoted } from '../output/continue-command.ts';
import { counted } from '../output/counted.ts';
import type { Output } from '../output/output.ts';
import { WarningCounts } from '../output/warning-counts.ts';
import { dryRunText } from './dry-run-text.ts';
import { passedOverLine } from './passed-over.ts';

/**
 * What an import prints of its entries: a line for each reason that keeps one out, the warnings of the others counted, and
 * the sums.
 */
export class ImportReport {
  readonly #catalogue: string;
  readonly #output: Output;
  readonly #named: Context['named'];
  readonly #commandLine: CommandLine | undefined;
  readonly #warnings = new WarningCounts();
  #unverified = 0;
  #present = 0;

  /** @param commandLine what was typed; undefined where corrected rows are imported otherwise */
  constructor(
    catalogue: string,
    { output, named }: Pick<Context, 'output' | 'named'>,
    commandLine?: CommandLine,
  ) {
    this.#named = named;
    this.#commandLine = commandLine;
    this.#catalogue = catalogue;
    this.#output = output;
  }

  add(outcome: EntryOutcome): Promise<void> | undefined {
    const { place, status, productId, picName, verified, stored = null, issues } = outcome;
    if (issues.some(({ code }) => code === 'UNVERIFIED')) this.#unverified += 1;
    if (stored === 'present') this.#present += 1;
    const isInFile = place.source !== null; // a difference of a sync is not: its line is one of the plan
    const at = isInFile ? `${place.source}:${place.line}` : null;
    const about = [at, status, productId, picName].filter((part) => part !== null);
    const lines: string[] = [];
    const told = issues.map(({ code, severity, message }) => ({
      ...{ code, severity, message: this.#named(message) },
    }));
    for (const { severity, code, message } of told) {
      const line = () => [...about, code, message].join(' ');
      if (severity === 'error' || status === 'skipped') lines.push(line());
      else if (status !== 'refused') this.#warnings.add(code, line);
    }
    return this.#output.result(
      { ...(isInFile ? place : NO_PLACE), status, productId, picName, verified, stored, issues: told },
      lines.length === 0 ? undefined : lines,
    );
  }

  /**
   * Prints what there is to say in the end, and returns the exit code.
   *
   * @param state the folder that is kept
   */
  async finish(summary: ImportSummary, state: string | undefined): Promise<ExitCode> {
    const { supplied, refused, failed, unmatched = [], catalogue, verification, dryRun, route } = summary;
    const rows = (what: string) => `The rows of ${what} entries, to be corrected and imported`;
    const rowsIn = (count: number, name: 'refused' | 'failed') =>
      count === 0 || state === undefined || dryRun !== undefined
        ? ''
        : `${rows(name)}: ${isInOss(state) ? `${state}/${name}.csv` : join(state, `${name}.csv`)}`;
    const isKeptHere = state !== undefined && !isInOss(state) && dryRun === undefined;
    const next = (count: number, name: 'refused' | 'failed') => {
      if (count === 0 || !isKeptHere) return '';
      const file = join(state, `${name}.csv`);
      const command = followingCommands.rows(this.#commandLine, file, `${state}.${name}`);
      return command === undefined ? '' : `Import them by: ${command.map(quoted).join(' ')}`;
    };
    const passedOver = passedOverLine(this.#catalogue, catalogue);
    const notes = [
      ...this.#warnings.lines(),
      passedOver ?? '',
      supplied === 0 ? `${this.#catalogue}: it has no entry, and so nothing is imported` : '',
      route.because === undefined ? '' : `Route ${route.route}: ${route.because}`,
      ...unmatched.map((line) => `The service reported a failure that matches no entry: ${line}`),
      rowsIn(refused, 'refused'),
      next(refused, 'refused'),
      rowsIn(failed, 'failed'),
      next(failed, 'failed'),
      verification === undefined ? '' : `Asked the gallery: ${verification.means}`,
    ];
    for (const note of notes) if (note !== '') this.#output.note(note);
    await this.#output.result(
      { summary },
      dryRun === undefined ? this.#sums(summary) : dryRunText(summary, dryRun),
    );
    if (supplied === 0 || refused + failed + unmatched.length > 0) return EXIT.data;
    return this.#unverified > 0 ? EXIT.service : EXIT.fine;
  }

  #sums({ supplied, refused, skipped, submitted, succeeded, failed, seconds }: ImportSummary): string {
    const before = `${counted(supplied, 'entry', 'entries')}: ${refused} refused, ${skipped} skipped`;
    const after = `${submitted} submitted: ${succeeded} succeeded, ${failed} failed`;
    const present =
      this.#present > 0
        ? `; ${counted(this.#present, 'image was', 'images were')} present in the bucket`
        : '';
    return `${before}; ${after}${present} (${durationText(seconds)})`;
  }
}

const NO_PLACE = { source: null, line: null } as const;
