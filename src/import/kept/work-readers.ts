import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_LINE_BYTES } from '../../shared/files/journal.ts';
import { readJournal } from '../../shared/files/read-journal.ts';
import { followingCommands } from '../command-line.ts';
import { INGESTER_JOURNAL, waitingEntries } from '../ingest/ingest-batch.ts';
import { wholeLinesOf } from '../state/growing-lines.ts';
import { IMPORT_JOURNAL, JOURNAL } from '../state/import-state.ts';
import { ImportTally } from '../state/import-tally.ts';
import { readFacts } from '../state/read-facts.ts';
import { WORK_VERSION, type WorkFacts, withFact } from '../state/work-state.ts';
import type { SyncPlan } from '../sync/sync-plan.ts';
import {
  importFolder,
  partsOfSource,
  SYNC_JOURNAL,
  type SyncFacts,
  syncAgain,
  updatesFile,
} from '../sync/sync-state.ts';
import {
  ledgerIn,
  type PlannedTransfer,
  type TransferIdentity,
  UPLOAD_JOURNAL,
} from '../transfer/transfer-state.ts';
import { targetOf, type WorkSays } from './kept-work.ts';

type ReadWork = (folder: string, signal: AbortSignal | undefined) => Promise<WorkSays>;

/** How the state of each kind of work is read, by what the head of its journal says. Nothing is locked or changed. */
export const WORK_READERS: Readonly<Record<string, ReadWork>> = {
  [IMPORT_JOURNAL.kind]: readImport,
  [SYNC_JOURNAL.journal]: readSync,
  [UPLOAD_JOURNAL]: readUpload,
  [INGESTER_JOURNAL]: readIngester,
};

async function readImport(folder: string, signal: AbortSignal | undefined): Promise<WorkSays> {
  const { begun, commandLine, source, isOver, entries } = await tallyOf(folder, signal);
  return {
    ...{ kind: 'import', isOver, source, ...(begun && targetOf(begun)), ...entries },
    command: followingCommands.again(commandLine, 'import', folder),
  };
}

async function readSync(folder: string, signal: AbortSignal | undefined): Promise<WorkSays> {
  const facts: SyncFacts = await factsOf(folder, SYNC_JOURNAL.journal, signal);
  const { begun, planned, closed } = facts;
  const { kind: made, path: source } = partsOfSource(begun?.source ?? '');
  const kind = made === 'undo' ? made : 'sync';
  const imported = existsSync(join(importFolder(folder), JOURNAL))
    ? (await tallyOf(importFolder(folder), signal)).entries.settled
    : 0;
  return {
    ...{ kind, isOver: closed !== undefined, source, command: syncAgain(facts, folder) },
    ...(begun && targetOf(begun)),
    planned: planned && plannedOf(planned),
    settled: begun?.dryRun ? undefined : (await linesOf(updatesFile(folder), signal)) + imported,
  };
}

/** The differences that the plan carries out: superfluous images that a doubt withholds have lines, too. */
const plannedOf = ({ lines, withheld: { images, because } }: SyncPlan): number =>
  because.some(({ code }) => code === 'NOT_ASKED_TO_DELETE') ? lines : lines - images;

async function readUpload(folder: string, signal: AbortSignal | undefined): Promise<WorkSays> {
  type Facts = WorkFacts<TransferIdentity, PlannedTransfer, object>;
  const { begun, planned, closed }: Facts = await factsOf(folder, UPLOAD_JOURNAL, signal);
  return {
    ...{ kind: 'upload', isOver: closed !== undefined },
    ...(begun && { source: at(begun.source, begun.sourcePrefix), to: at(begun.target, begun.prefix) }),
    ...{ planned: planned?.images, settled: await linesOf(ledgerIn(folder), signal) },
  };
}

async function readIngester(folder: string, signal: AbortSignal | undefined): Promise<WorkSays> {
  type Facts = WorkFacts<Parameters<typeof targetOf>[0], object, object>;
  const { begun }: Facts = await factsOf(folder, INGESTER_JOURNAL, signal);
  const waiting = await waitingEntries(folder, signal);
  return { kind: 'ingester', isOver: waiting === 0, ...(begun && targetOf(begun)), waiting };
}

const at = (store: string, prefix: string): string => (prefix === '' ? store : `${store}/${prefix}`);

async function tallyOf(folder: string, signal: AbortSignal | undefined): Promise<ImportTally> {
  const tally = new ImportTally();
  for await (const fact of readFacts(folder, signal)) tally.add(fact);
  return tally;
}

async function factsOf<Facts extends object>(
  folder: string,
  journal: string,
  signal: AbortSignal | undefined,
): Promise<Facts> {
  let facts = {};
  const head = { journal, version: WORK_VERSION };
  for await (const { record, line } of readJournal(join(folder, JOURNAL), head, MOST_LINE_BYTES, signal))
    if (line > 1) facts = withFact(facts, record);
  return facts as Facts;
}

async function linesOf(path: string, signal: AbortSignal | undefined): Promise<number> {
  let lines = 0;
  for await (const _ of wholeLinesOf(path)) {
    signal?.throwIfAborted();
    lines += 1;
  }
  return lines;
}
