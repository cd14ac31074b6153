import type { ReportData } from '../../report/report-data.ts';
import { openReport, type ReportFile } from '../../report/report-file.ts';
import type { ReportRow } from '../../report/report-row.ts';
import type { ReportWriter } from '../../report/report-writer.ts';
import { type CommandLine, followingCommands } from '../command-line.ts';
import type { GalleryFinding } from '../compare/gallery-finding.ts';
import type { ExpectedImage } from './expected-image.ts';
import type { VerifyImportSummary } from './verify-summary.ts';

/** What a finding is among the rows of a report. */
const STATUS_OF = {
  'as expected': 'asExpected',
  missing: 'missing',
  differs: 'differs',
  'still there': 'stillThere',
  superfluous: 'superfluous',
  unanswered: 'unanswered',
} as const satisfies Record<GalleryFinding['kind'], ReportRow['status']>;

/** The report of a verification: a row for each image that is not as expected, and for each entry that says nothing of the gallery. */
export class VerificationPage implements AsyncDisposable {
  readonly #writer: ReportWriter;
  readonly #subject: string | undefined;
  readonly #commandLine: CommandLine | undefined;
  #passedOver = 0;

  private constructor(
    writer: ReportWriter,
    subject: string | undefined,
    commandLine: CommandLine | undefined,
  ) {
    this.#commandLine = commandLine;
    this.#writer = writer;
    this.#subject = subject;
  }

  static async open(
    report: ReportFile | undefined,
    commandLine: CommandLine | undefined,
    signal: AbortSignal | undefined,
  ): Promise<VerificationPage | undefined> {
    const writer = await openReport(report, signal);
    return writer && new VerificationPage(writer, report?.subject, commandLine);
  }

  add({ kind, productId, picName, fields = [], message = '' }: GalleryFinding): Promise<void> | undefined {
    const note = [fields.join(', '), message].filter((part) => part !== '').join(': ');
    return this.#writer.add({ status: STATUS_OF[kind], productId, picName, note, issues: [] });
  }

  /** Adds an entry for which the gallery is not asked, such as one that was refused. */
  passOver(expected: ExpectedImage): Promise<void> | undefined {
    if (!('status' in expected)) return undefined;
    this.#passedOver += 1;
    return this.#writer.add({ ...expected, issues: expected.issues ?? [] });
  }

  finish(summary: VerifyImportSummary, by: string): Promise<void> {
    const { expected, compared, superfluous = 0, productsNotAsked, means } = summary;
    return this.#writer.finish({
      ...{ kind: 'verify', subject: this.#subject ?? '', madeAt: Date.now(), facts: { by, means } },
      supplied: this.#passedOver + expected + productsNotAsked + superfluous,
      counted: { asExpected: summary.asExpected, notAsked: expected - compared + productsNotAsked },
      next: this.#next(summary),
    });
  }

  #next({
    missing,
    differs,
    stillThere,
    superfluous = 0,
    unanswered,
  }: VerifyImportSummary): ReportData['next'] {
    const typed = this.#commandLine;
    if (missing + differs + stillThere + superfluous > 0)
      return [{ step: 'syncGallery', command: followingCommands.drySync(typed) }];
    return unanswered > 0
      ? [{ step: 'verifyAgain', command: followingCommands.again(typed, 'verify') }]
      : [{ step: 'nothing' }];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#writer[Symbol.asyncDispose]();
  }
}
