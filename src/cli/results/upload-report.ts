import type { TransferOutcome, TransferSummary, UrlListSummary } from '../../index.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { durationText } from '../options/duration.ts';
import { bytesText } from '../output/bytes-text.ts';
import { ListLines } from '../output/list-lines.ts';
import type { Output } from '../output/output.ts';
import { WarningCounts } from '../output/warning-counts.ts';

/** What an upload prints of its images: a line for each reason that keeps one out, the warnings counted, and the sums. */
export class UploadReport {
  readonly #source: string;
  readonly #output: Output;
  readonly #named: Context['named'];
  readonly #warnings = new WarningCounts();
  /** Of a list of URLs. */
  readonly lines: ListLines;

  constructor(source: string, { output, named }: Pick<Context, 'output' | 'named'>) {
    this.#named = named;
    this.#source = source;
    this.#output = output;
    this.lines = new ListLines(output);
  }

  add({ source, key, status, bytes, isCopied, issues }: TransferOutcome): Promise<void> | undefined {
    const lines: string[] = [];
    const told = issues.map(({ code, severity, message }) => ({
      ...{ code, severity, message: this.#named(message) },
    }));
    for (const { severity, code, message } of told) {
      const line = () => [source, status, code, message].join(' ');
      if (severity === 'error') lines.push(line());
      else if (status !== 'refused') this.#warnings.add(code, line);
    }
    return this.#output.result(
      { source, key, status, bytes, isCopied, issues: told },
      lines.length === 0 ? undefined : lines,
    );
  }

  /**
   * Prints what there is to say in the end, and returns the exit code.
   *
   * @param isFiltered whether it was asked to leave objects out: then it is no fault that none is left
   * @param list what became of the lines of a list of URLs
   */
  async finish(summary: TransferSummary, isFiltered: boolean, list?: UrlListSummary): Promise<ExitCode> {
    const { listed, leftOut, refused, failed } = summary;
    for (const line of this.#warnings.lines()) this.#output.note(line);
    const images = listed - leftOut;
    const hasNone = images === 0 && !(isFiltered && listed > 0);
    if (images === 0)
      this.#output.note(
        hasNone
          ? `${this.#source}: it has no image, and so nothing is uploaded`
          : `${this.#source}: the filters leave out all that is listed, and so there is nothing to upload`,
      );
    await this.#output.result({ summary, list }, [...textOf(summary), ...listText(list)]);
    return hasNone || refused + failed + this.lines.wrong > 0 ? EXIT.data : EXIT.fine;
  }
}

function textOf(summary: TransferSummary): readonly string[] {
  const { listed, sent, copied, present, refused, failed, leftOut, bytes, seconds, dryRun } = summary;
  const others = `${present} present, ${refused} refused, ${failed} failed, ${leftOut} left out`;
  if (dryRun === undefined)
    return [
      `${listed} listed: ${sent} sent (${bytesText(bytes)}${copiedText(copied)}), ${others} (${durationText(seconds)})`,
    ];
  const requests = Object.entries(dryRun.requests).map(([operation, times]) => `${operation} ${times}`);
  return [
    `Dry run of ${listed} listed: ${dryRun.ready} would be sent (${bytesText(dryRun.bytes)}${copiedText(dryRun.copied)}), ${others}`,
    `Requests: ${requests.join(', ')}`,
    `Time: ${durationText(dryRun.seconds)} for the uploads`,
  ];
}

const listText = (list: UrlListSummary | undefined): readonly string[] =>
  list === undefined
    ? []
    : [
        `List of ${list.lines} lines: ${list.urls} URLs, ${list.repeated} repeated, ${list.refused} refused, ${list.passedOver} passed over`,
      ];

const copiedText = (copied: number): string => (copied === 0 ? '' : `; ${copied} copied inside OSS`);
