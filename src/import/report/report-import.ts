import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ReportData } from '../../report/report-data.ts';
import { type ReportOptions, ReportWriter } from '../../report/report-writer.ts';
import { journalKind } from '../../shared/files/read-journal.ts';
import { show, text } from '../../shared/options/checks.ts';
import { JOURNAL } from '../state/import-state.ts';
import { SYNC_JOURNAL } from '../sync/sync-state.ts';
import { addSync } from './add-sync.ts';
import { factsGiven } from './facts-given.ts';
import { nextSteps } from './next-steps.ts';
import { outcomeRows } from './outcome-rows.ts';
import { StateFacts } from './state-facts.ts';

/**
 * Writes a report of an import or a sync from its state, while it runs, after it was interrupted or when it is over. The state
 * is only read. Entries that have no outcome yet are shown as open.
 *
 * @param state the folder that the import or the sync was given as `state`
 * @param path of the HTML file, which appears whole
 * @example
 * await reportImport('shop.state', 'shop.html', { language: 'zh' });
 * @throws {TypeError | RangeError} for a wrong option, for a folder that holds neither, and for a path with another file
 */
export async function reportImport(state: string, path: string, options: ReportOptions = {}): Promise<void> {
  const folder = resolve(text('state', state));
  const { signal } = options;
  await using report = await ReportWriter.open(path, options);
  const isSync = (await kindIn(folder, state, signal)) === SYNC_JOURNAL.journal;
  await report.finish(
    isSync
      ? await addSync(report, folder, { state, subject: undefined, signal })
      : await addImport(report, folder, state, signal),
  );
}

async function addImport(
  report: ReportWriter,
  folder: string,
  state: string,
  signal: AbortSignal | undefined,
): Promise<ReportData> {
  const facts = await StateFacts.read(folder, signal);
  const { begun, commandLine, planned, closed } = facts;
  const { region, instance, to, serviceType, route } = begun ?? {};
  let [refused, failed] = [0, 0];
  for await (const { row } of outcomeRows(folder, begun)) {
    signal?.throwIfAborted();
    if (row.status === 'refused') refused += 1;
    else if (row.status === 'failed') failed += 1;
    await report.add(row);
  }
  return {
    ...{ kind: 'import', subject: planned?.columns?.source ?? state, madeAt: Date.now() },
    supplied: planned?.entries,
    facts: factsGiven({ state, region, instance, to, serviceType, route: planned?.route.route ?? route }),
    ...{ columns: planned?.columns, ...facts.data },
    next: nextSteps(state, commandLine, { refused, failed, isOver: closed !== undefined }),
  };
}

/** What the journal in a folder is of. */
async function kindIn(folder: string, state: string, signal: AbortSignal | undefined): Promise<string> {
  const path = join(folder, JOURNAL);
  if (existsSync(path)) return await journalKind(path, signal);
  throw new RangeError(
    `Cannot report ${show(state, LONGEST_PATH)} as it ${existsSync(folder) ? 'holds no import and no sync' : 'does not exist'}: name the folder that an import or a sync was given as its state`,
  );
}

const LONGEST_PATH = 1_000;
