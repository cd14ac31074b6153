import { join } from 'node:path';
import {
  DIFFERENCE_KINDS,
  type EntryOutcome,
  type SampleImage,
  type SyncPlan,
  type SyncSummary,
} from '../../index.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { inMessages } from '../frame/flag-names.ts';
import type { ImportCommandOptions } from '../options/import-options.ts';
import { counted } from '../output/counted.ts';
import type { Output } from '../output/output.ts';
import { ImportReport } from './import-report.ts';

/** What a sync prints: its outcomes as an import does, the differences by kind with a sample of each, and what is not deleted. */
export class SyncReport {
  readonly #options: Pick<ImportCommandOptions, 'state' | 'dryRun'>;
  readonly #output: Output;
  readonly #named: Context['named'];
  readonly #entries: ImportReport;

  constructor(
    options: Pick<ImportCommandOptions, 'state' | 'dryRun'>,
    context: Pick<Context, 'output' | 'named'>,
  ) {
    this.#options = options;
    this.#output = context.output;
    this.#named = context.named;
    this.#entries = new ImportReport('The difference', context);
  }

  add(outcome: EntryOutcome): Promise<void> | undefined {
    return this.#entries.add(outcome);
  }

  /** Prints the sums, and returns the exit code: deletions that are withheld for a doubt are a problem of the data. */
  async finish(summary: SyncSummary): Promise<ExitCode> {
    const { plan, updated, updateSeconds, import: imported, seconds } = summary;
    const { state, dryRun } = this.#options;
    const imports = state === undefined ? undefined : join(state, 'import');
    const code = imported === undefined ? EXIT.fine : await this.#entries.finish(imported, imports);
    for (const { code: reason, message } of plan.withheld.because) {
      const text = `${superfluous(plan)} not deleted: ${message} [${reason}]`;
      if (isDoubt(reason)) this.#output.error(text);
      else this.#output.note(text);
    }
    if (plan.picturesLost)
      this.#output.note(
        `${counted(plan.picturesLost, 'picture')} cannot be brought back, as the bucket has other files by now`,
      );
    if (dryRun === true && state !== undefined)
      this.#output.note(`The plan, to be carried out with --plan: ${join(state, 'plan.jsonl')}`);
    await this.#output.result(
      { sync: { plan: inMessages(plan, this.#named), updated, updateSeconds, seconds } },
      [...DIFFERENCE_KINDS.flatMap((kind) => samplesOf(plan, kind)), sums(summary, dryRun === true)],
    );
    if (code !== EXIT.fine) return code;
    const isDoubted = plan.withheld.because.some(({ code: reason }) => isDoubt(reason));
    return isDoubted || (plan.comparison?.refused ?? 0) > 0 ? EXIT.data : EXIT.fine;
  }
}

/** Whether it is why the command ends with 1, and so is said with `--quiet`, too. */
const isDoubt = (code: SyncPlan['withheld']['because'][number]['code']): boolean =>
  code !== 'NOT_ASKED_TO_DELETE';

const superfluous = ({ kinds }: SyncPlan): string =>
  `${counted(kinds.superfluous, 'superfluous image')} ${kinds.superfluous === 1 ? 'is' : 'are'}`;

const samplesOf = ({ samples }: SyncPlan, kind: keyof SyncPlan['kinds']): readonly string[] =>
  (samples[kind] ?? []).map((image) => `  ${kind}: ${sampleText(image)}`);

const sampleText = ({ productId, picName, fields = [], otherName }: SampleImage): string =>
  [productId, picName, otherName === undefined ? '' : `(${otherName})`, fields.join(', ')]
    .filter((part) => part !== '')
    .join(' ');

function sums(
  { plan: { kinds, comparison }, updated, updateSeconds, import: imported }: SyncSummary,
  isDry: boolean,
): string {
  const left = (imported?.refused ?? 0) + (imported?.failed ?? 0);
  const texts = {
    ...Object.fromEntries(DIFFERENCE_KINDS.map((kind) => [kind, `${kinds[kind]} ${kind}`])),
    undone: undoneText(kinds.undone, left, isDry),
  } as Readonly<Record<keyof SyncPlan['kinds'], string>>;
  const differences = DIFFERENCE_KINDS.filter((kind) => kinds[kind] > 0).map((kind) => texts[kind]);
  const found = differences.length === 0 ? 'no difference' : differences.join(', ');
  const changed = isDry ? `to be changed by UpdateImage, in ${updateSeconds} s` : 'changed by UpdateImage';
  const calls = updated > 0 ? `; ${updated} ${changed}` : '';
  if (comparison === undefined) return `${found}${calls}`;
  const { supplied, held, same } = comparison;
  const read = `${counted(supplied, 'entry', 'entries')}, ${counted(held, 'image')} read of the gallery`;
  return `${read}: ${same} the same; ${found}${calls}`;
}

/** The other kinds say what differs; this one what was done. */
function undoneText(planned: number, left: number, isDry: boolean): string {
  if (isDry) return `${planned} to undo`;
  return left === 0 ? `${planned} undone` : `${planned - left} of ${planned} undone`;
}
