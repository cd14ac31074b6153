import { isAbsolute, join, resolve } from 'node:path';
import { imageLimits, LIMITS_EDITIONS } from '../../image/image-limits.ts';
import type { ReportData } from '../../report/report-data.ts';
import type { ReportRow } from '../../report/report-row.ts';
import { type ReportOptions, ReportWriter } from '../../report/report-writer.ts';
import { text } from '../../shared/checks.ts';
import type { EntryOutcome } from '../entry-outcome.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import { type OUTCOME_FILES, outcomeFile } from '../state/outcome-files.ts';
import { nextSteps } from './next-steps.ts';
import { StateFacts } from './state-facts.ts';

/**
 * Writes a report of an import from its state, while it runs, after it was interrupted or when it is over. The state is only
 * read. Entries that have no outcome yet are shown as open.
 *
 * @param state the folder that the import was given as `state`
 * @param path of the HTML file, which appears whole
 * @example
 * await reportImport('shop.state', 'shop.html', { language: 'zh' });
 * @throws {TypeError | RangeError} for a wrong option, and for a folder that holds no import
 */
export async function reportImport(state: string, path: string, options: ReportOptions = {}): Promise<void> {
  const folder = resolve(text('state', state));
  const { signal } = options;
  await using report = await ReportWriter.open(path, options);
  const facts = await StateFacts.read(folder, signal);
  const counts = { imported: 0, refused: 0, failed: 0 };
  // What is wrong comes first, so that the page has it, however many entries there are.
  for (const name of ['refused', 'failed', 'imported'] as const satisfies (typeof OUTCOME_FILES)[number][]) {
    for await (const { value } of wholeLinesOf<EntryOutcome>(outcomeFile(folder, name))) {
      signal?.throwIfAborted();
      counts[name] += 1;
      await report.add(rowOf(value, facts));
    }
  }
  await report.finish(dataOf(state, facts, counts));
}

function dataOf(
  state: string,
  { begun, planned, closed, tasks, times, unmatched }: StateFacts,
  { refused, failed }: { readonly refused: number; readonly failed: number },
): ReportData {
  const edition = LIMITS_EDITIONS.find((one) => one === begun?.limits);
  const { region, instance, to, serviceType, route } = begun ?? {};
  const facts = { state, region, instance, to, serviceType, route: planned?.route.route ?? route };
  return {
    ...{ kind: 'import', subject: planned?.columns?.source ?? state, madeAt: Date.now() },
    supplied: planned?.entries,
    facts: Object.fromEntries(
      Object.entries(facts).filter((pair): pair is [string, string] => pair[1] != null),
    ),
    limits: begun && imageLimits(begun.serviceType, edition),
    ...{ columns: planned?.columns, spans: times.spans, tasks, unmatched },
    next: nextSteps(state, begun, { refused, failed, isOver: closed !== undefined }),
  };
}

/** The outcome as a row, with the place of its image where that is a file of the folder of images. */
function rowOf(outcome: EntryOutcome, { begun }: StateFacts): ReportRow {
  const { picName, status } = outcome;
  const isPath = picName !== null && !/^[a-z]+:\/\//i.test(picName) && !isAbsolute(picName);
  if (status !== 'refused' || begun === undefined || !isPath) return outcome;
  const folder = begun.followLinks === 'anywhere' ? undefined : begun.images;
  return { ...outcome, file: { path: join(begun.images, picName), folder } };
}
