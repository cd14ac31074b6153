import type { TransferOutcome, TransferSummary, UrlListOptions } from '../index.ts';
import { flagsNamed } from './connection.ts';
import { durationText } from './duration.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
import { UPLOAD_FLAGS } from './upload-options.ts';
import { WarningCounts } from './warning-counts.ts';

/** What an upload prints of its images: a line for each reason that keeps one out, the warnings counted, and the sums. */
export class UploadReport {
  readonly #source: string;
  readonly #output: Output;
  readonly #warnings = new WarningCounts();
  #wrongLines = 0;

  constructor(source: string, output: Output) {
    this.#source = source;
    this.#output = output;
  }

  /** Tells of a line of a list of URLs that has none, or whose key was taken. */
  readonly tellOfList: NonNullable<UrlListOptions['onIssue']> = ({ severity, code, message }) => {
    if (severity === 'error') this.#wrongLines += 1;
    this.#output.note(`${message} [${code}]`);
  };

  add({ source, key, status, bytes, isCopied, issues }: TransferOutcome): Promise<void> | undefined {
    const lines: string[] = [];
    const told = issues.map(({ code, severity, message }) => ({
      ...{ code, severity, message: flagsNamed(UPLOAD_FLAGS, message) },
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

  /** Prints what there is to say in the end, and returns the exit code. */
  async finish(summary: TransferSummary): Promise<ExitCode> {
    const { listed, leftOut, refused, failed } = summary;
    for (const line of this.#warnings.lines()) this.#output.note(line);
    const images = listed - leftOut;
    if (images === 0) this.#output.note(`${this.#source}: it has no image, and so nothing is uploaded`);
    await this.#output.result({ summary }, textOf(summary));
    return images === 0 || refused + failed + this.#wrongLines > 0 ? EXIT.data : EXIT.fine;
  }
}

function textOf(summary: TransferSummary): readonly string[] {
  const { listed, sent, copied, present, refused, failed, leftOut, bytes, seconds, dryRun } = summary;
  const others = `${present} present, ${refused} refused, ${failed} failed, ${leftOut} left out`;
  if (dryRun === undefined)
    return [
      `${listed} listed: ${sent} sent (${megabytes(bytes)}${copiedText(copied)}), ${others} (${durationText(seconds)})`,
    ];
  const requests = Object.entries(dryRun.requests).map(([operation, times]) => `${operation} ${times}`);
  return [
    `Dry run of ${listed} listed: ${dryRun.ready} would be sent (${megabytes(dryRun.bytes)}${copiedText(dryRun.copied)}), ${others}`,
    `Requests: ${requests.join(', ')}`,
    `Time: ${durationText(dryRun.seconds)} for the uploads`,
  ];
}

const copiedText = (copied: number): string => (copied === 0 ? '' : `; ${copied} copied inside OSS`);

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
