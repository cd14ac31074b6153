import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportData, ReportStep } from '../../report/report-data.ts';
import type { ReportWriter } from '../../report/report-writer.ts';
import { followingCommands } from '../command-line.ts';
import { JOURNAL } from '../state/import-state.ts';
import { outcomeFile } from '../state/outcome-files.ts';
import type { SyncPlan } from '../sync/sync-plan.ts';
import { importFolder, planFile, type SyncFacts, syncAgain } from '../sync/sync-state.ts';
import { factsGiven } from './facts-given.ts';
import { StateFacts } from './state-facts.ts';
import { readSyncFacts } from './sync-facts.ts';
import { syncRows } from './sync-rows.ts';

/** What a report of a sync has beside what its state says. */
export interface SyncHead {
  /** The folder, as its owner names it; undefined for one that is not kept. */
  readonly state: string | undefined;
  /** @default the path of the catalogue */
  readonly subject: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Adds a row for each entry that was refused and for each difference, and returns what else the report says. What is left alone
 * is only counted.
 *
 * @param folder the state of the sync
 */
export async function addSync(
  report: ReportWriter,
  folder: string,
  { state, subject, signal }: SyncHead,
): Promise<ReportData> {
  const sync = await readSyncFacts(folder, signal);
  const inside = importFolder(folder);
  const importing = existsSync(join(inside, JOURNAL)) ? await StateFacts.read(inside, signal) : undefined;
  let withheld = 0;
  for await (const row of syncRows(folder, sync, importing?.begun)) {
    signal?.throwIfAborted();
    if (row.status === 'withheld') withheld += 1;
    await report.add(row);
  }
  const { begun, planned, limits } = sync;
  const { region, instance, to, by, source, dryRun } = begun ?? {};
  return {
    ...{ kind: dryRun ? 'syncDryRun' : 'sync', madeAt: Date.now() },
    subject: subject ?? source?.replace(/^catalogue /, '') ?? state ?? '',
    facts: factsGiven({ state, region, instance, to, by }),
    limits,
    ...importing?.data,
    ...(planned && {
      differences: planned.kinds,
      withheld: planned.withheld,
      ...compared(planned, withheld),
    }),
    next: nextSteps(state, sync),
  };
}

/**
 * All that was compared: entries of the catalogue, and images of the gallery that no entry names.
 *
 * @param shown superfluous images that have a row although they are not deleted
 */
function compared(
  { kinds, withheld, comparison }: SyncPlan,
  shown: number,
): Pick<ReportData, 'supplied' | 'counted'> {
  const differences = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  if (comparison === undefined) return { supplied: differences };
  const { supplied, same, repeated, gone, productDeletes, singleDeletes, elsewhere, heldAgain } = comparison;
  return {
    supplied: supplied - singleDeletes + kinds.deleted + kinds.superfluous + elsewhere + heldAgain,
    counted: {
      ...{ withheld: withheld.images - shown, same, repeated, gone },
      ...{ productDeletes, elsewhere, heldAgain },
    },
  };
}

function nextSteps(state: string | undefined, sync: SyncFacts): readonly ReportStep[] {
  const { begun, commandLine: typed, planned, closed } = sync;
  const { import: imported } = closed ?? {};
  const steps: ReportStep[] = [];
  const add = (isNeeded: boolean, step: ReportStep) => {
    if (isNeeded) steps.push(state === undefined ? { step: step.step } : step);
  };
  const folder = state ?? ''; // none is named where there is none
  const isDone = closed !== undefined && begun?.dryRun === false;
  const isPlanned = closed !== undefined && begun?.dryRun === true && (planned?.lines ?? 0) > 0;
  const rows = (step: 'mendRefused' | 'retryFailed', name: 'refused' | 'failed') => {
    const file = outcomeFile(importFolder(folder), name).replace(/jsonl$/, 'csv');
    add(isDone && (imported?.[name] ?? 0) > 0, {
      ...{ step, file, command: followingCommands.differences(typed, file, `${folder}.${name}`) },
    });
  };
  add(closed === undefined && begun !== undefined, {
    ...{ step: 'continueSync', file: state, command: syncAgain(sync, folder) },
  });
  const plan = planFile(folder);
  add(isPlanned, {
    ...{ step: 'carryOutPlan', file: plan, command: followingCommands.plan(typed, plan, `${folder}.done`) },
  });
  rows('mendRefused', 'refused');
  rows('retryFailed', 'failed');
  add((planned?.withheld.images ?? 0) > 0, { step: 'decideDeletions' });
  add(isDone && state !== undefined && (planned?.lines ?? 0) > 0, {
    ...{ step: 'undoSync', file: state, command: followingCommands.undo(typed, folder, `${folder}.undone`) },
  });
  return steps.length === 0 ? [{ step: 'nothing' }] : steps;
}
