import type { GalleryClient } from '../../gallery/gallery-client.ts';
import { type ReportFile, reportFile } from '../../report/report-file.ts';
import { DEFAULT_PATIENCE_MS, Patience } from '../../service/patience.ts';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import { type Clock, clockOf, systemClock } from '../../shared/async/sleep.ts';
import { openTemporaryFolder } from '../../shared/files/temporary-folder.ts';
import { atLeast, callable, objectGiven, oneOf, show } from '../../shared/options/checks.ts';
import { knownOptions, type OptionNames } from '../../shared/options/known-options.ts';
import { type CommandLine, checkCommandLine } from '../command-line.ts';
import type { Expectation } from '../compare/expectation.ts';
import { GalleryComparison } from '../compare/gallery-comparison.ts';
import type { GalleryFinding } from '../compare/gallery-finding.ts';
import { GalleryQuestions, SAYS } from '../settle/gallery-questions.ts';
import { sampleSize } from '../settle/sample.ts';
import { askGallery } from './ask-gallery.ts';
import { type ExpectedImage, expectationOf } from './expected-image.ts';
import { sampleOf } from './sample-of.ts';
import { VerificationPage } from './verification-page.ts';
import { VerificationAccount, type VerifyImportSummary } from './verify-summary.ts';

/** How `verifyImport` asks the gallery: for a sample, for all images, or by one export. */
export const VERIFY_IMPORT_BY = ['sample', 'all', 'export'] as const;

/** What `verifyImport` takes. A misspelt name is an error. */
export interface VerifyImportOptions {
  /** The client of the gallery that is compared. */
  readonly gallery: GalleryClient;
  /**
   * `sample`: asks for as many images as the instance answers for in ten seconds, 100 at most. `all`: asks for each, at the
   * pace of the instance. `export`: has the service export the gallery, and compares all of it, so that superfluous images
   * are found, too; an instance runs one export at a time.
   *
   * @default 'sample'
   */
  readonly by?: (typeof VERIFY_IMPORT_BY)[number] | undefined;
  /** Questions at the same time. @default 8 */
  readonly concurrency?: number | undefined;
  /** How long questions wait for a gallery that is away, in ms, each time anew. @default 600_000 */
  readonly patienceMs?: number | undefined;
  /** A number in [0, 1), to choose the sample. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** The clock for waits. @default the system's clock */
  readonly clock?: Clock | undefined;
  /** Where a report of the verification is written for people, once it is over. */
  readonly report?: ReportFile | undefined;
  /** How the command line types this verification: its report names the very command that comes next. @default none */
  readonly commandLine?: CommandLine | undefined;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<VerifyImportOptions> = {
  ...{ gallery: true, by: true, concurrency: true, patienceMs: true, random: true, clock: true },
  ...{ report: true, commandLine: true, signal: true },
};

type Page = VerificationPage | undefined;

/** A verification: iterated, it yields each difference; then `summary` has the counts. */
export class ImportVerification implements AsyncIterable<GalleryFinding> {
  readonly #expected: Iterable<ExpectedImage> | AsyncIterable<ExpectedImage>;
  readonly #settings: ReturnType<typeof settingsOf>;
  readonly #account = new VerificationAccount();
  #state: 'new' | 'running' | 'over' = 'new';

  /** @internal */
  constructor(
    expected: Iterable<ExpectedImage> | AsyncIterable<ExpectedImage>,
    options: VerifyImportOptions,
  ) {
    this.#expected = expected;
    this.#settings = settingsOf(options);
  }

  /**
   * How many images were as expected. To be asked at the end.
   *
   * @throws {TypeError} before the verification is iterated to its end
   */
  get summary(): VerifyImportSummary {
    if (this.#state === 'over') return this.#account.summary;
    throw new TypeError('Cannot read the summary of a verification as it must be iterated to its end first');
  }

  /**
   * Runs the verification. It can be iterated once.
   *
   * @throws {ImageSearchError} when the service fails; a question that gets no answer is a finding
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<GalleryFinding, void, void> {
    if (this.#state !== 'new')
      throw new TypeError('Cannot iterate a verification again as it can be iterated once');
    this.#state = 'running';
    const { by, report, commandLine, signal } = this.#settings;
    await using page = await VerificationPage.open(report, commandLine, signal);
    const findings = by === 'export' ? this.#byExport(page) : this.#byQuestions(page);
    for await (const finding of findings) {
      this.#account.add(finding);
      if (finding.kind === 'as expected') continue;
      await page?.add(finding);
      yield finding;
    }
    await page?.finish(this.#account.summary, by);
    this.#state = 'over';
  }

  async *#byQuestions(page: Page): AsyncGenerator<GalleryFinding, void, void> {
    const { gallery, by, concurrency, patienceMs, clock, random, signal } = this.#settings;
    const patience = new Patience({ clock, patienceMs });
    const { queriesPerSecond } = await patience.run(() => gallery.detail({ signal }), { signal });
    const asking = { gallery, patience, clock, says: SAYS.verification };
    const names = new GalleryQuestions({ ...asking, comparesContent: false });
    const content = new GalleryQuestions({ ...asking, comparesContent: true });
    const all = this.#expectations(page);
    const chosen = by === 'all' ? all : await sampleOf(all, sampleSize(queriesPerSecond), random);
    const ask = (expectation: Expectation, inner: AbortSignal) =>
      askGallery(expectation.comparesContent ? content : names, expectation.record, inner);
    yield* mapConcurrent(chosen, ask, { concurrency, signal });
  }

  async *#byExport(page: Page): AsyncGenerator<GalleryFinding, void, void> {
    const { gallery, signal } = this.#settings;
    await using folder = await openTemporaryFolder();
    await using comparison = await GalleryComparison.create<never>(folder.path);
    for await (const expectation of this.#expectations(page)) comparison.expect(expectation);
    const images = gallery.export({ signal });
    for await (const image of images) comparison.hold(image);
    this.#account.export = images.summary;
    const isWhole = images.summary.notUnderstood === 0;
    // Nothing is missing on the strength of a file that was not fully understood.
    for await (const compared of comparison.findings(signal))
      for (const { finding } of compared)
        yield finding.kind === 'missing' && !isWhole ? { ...finding, kind: 'unanswered' } : finding;
  }

  async *#expectations(page: Page): AsyncGenerator<Expectation, void, void> {
    const { by, signal } = this.#settings;
    for await (const expected of this.#expected) {
      signal?.throwIfAborted();
      const expectation = expectationOf(expected);
      if (expectation === undefined) await page?.passOver(expected);
      else if (expectation.record.picName === undefined && by !== 'export')
        this.#account.productsNotAsked += 1;
      else {
        this.#account.expected += 1;
        yield expectation;
      }
    }
  }
}

/**
 * Compares the gallery of an instance with what an import was to make of it.
 *
 * @param expected records, as `readCatalogue` and `recordOf` give them, or the outcomes of an import
 * @example
 * const verification = verifyImport(records, { gallery, by: 'export' });
 * for await (const { kind, productId, picName } of verification) console.log(kind, productId, picName);
 * console.log(verification.summary.means);
 * @throws {TypeError | RangeError} for a wrong option, before anything is asked
 */
export const verifyImport = (
  expected: Iterable<ExpectedImage> | AsyncIterable<ExpectedImage>,
  options: VerifyImportOptions,
): ImportVerification => new ImportVerification(expected, options);

function settingsOf(options: VerifyImportOptions) {
  knownOptions('verifyImport()', objectGiven('the options of verifyImport()', options), OPTIONS);
  const { gallery, by = 'sample', concurrency = 8, patienceMs = DEFAULT_PATIENCE_MS } = options;
  const { random = Math.random, clock = systemClock, signal } = options;
  if (typeof gallery?.find !== 'function')
    throw new TypeError(
      `Cannot verify an import as 'gallery' must be a GalleryClient: current value is ${show(gallery)}`,
    );
  return {
    ...{ gallery, signal, by: oneOf(VERIFY_IMPORT_BY, 'by', by), random: callable('random', random) },
    concurrency: atLeast(1, 'concurrency', concurrency),
    patienceMs: atLeast(0, 'patienceMs', patienceMs),
    ...{ clock: clockOf(clock), report: reportFile(options.report) },
    commandLine: checkCommandLine(options.commandLine),
  };
}
