import { assertConserved } from '../../shared/errors/conservation.ts';
import type { ImportContext } from '../import-context.ts';
import type { LedgerEntry } from '../ledger.ts';
import { GrowingLines, wholeLinesOf } from '../state/growing-lines.ts';
import type { Shard } from '../state/shard.ts';
import { preparedEntries } from './prepared-entries.ts';

/**
 * Makes a shard ready for its task: checks the image of each entry, uploads the accepted ones, and writes down what became
 * of each entry in the ledger, one line for each in their order. What the ledger has already is not done again.
 */
export async function prepareShard(
  shard: Shard,
  context: ImportContext,
  signal: AbortSignal,
): Promise<Shard> {
  const { prepared, settled } = shard.facts;
  if (prepared !== undefined) {
    if (settled === undefined) await shard.checkFiles(prepared.entries);
    count(prepared, shard, context);
    context.limits.assertRefused();
    return shard;
  }
  const counts = { entries: 0, lines: 0, later: 0 };
  const take = (entry: LedgerEntry) => {
    const lines = 'record' in entry ? 1 : 0;
    counts.entries += 1;
    if ('record' in entry && entry.stored === 'sent') context.run.bytes += entry.supplied?.bytes ?? 0;
    counts.lines += lines;
    if ('record' in entry && entry.isLater === true) counts.later += 1;
    count({ entries: 1, lines }, shard, context);
  };
  const bytes = await replay(shard, take);
  if (counts.entries > 0) report(context);
  context.limits.assertRefused();
  {
    using ledger = new GrowingLines<LedgerEntry>(shard.ledger, bytes);
    for await (const entry of preparedEntries(shard, counts.entries, context, signal)) {
      ledger.add(entry);
      take(entry);
      context.limits.assertRefused();
      report(context);
    }
    assertConserved('prepareShard', await lengthOf(shard.entries()), { entries: counts.entries });
    await ledger.sync();
  }
  await shard.note({ prepared: counts });
  return shard;
}

/** Takes what an earlier run has written into the ledger as if it were done now. Returns up to where the ledger is whole. */
async function replay(shard: Shard, take: (entry: LedgerEntry) => void): Promise<number> {
  let end = 0;
  for await (const { value, bytes } of wholeLinesOf<LedgerEntry>(shard.ledger)) {
    end = bytes;
    take(value);
  }
  return end;
}

/** Counts entries, of which `lines` are lines of increment.meta, whose images are in the bucket */
function count(
  { entries, lines }: { readonly entries: number; readonly lines: number },
  { round }: Shard,
  { run, limits }: ImportContext,
): void {
  run.prepared += entries;
  if (lines > 0) run.isWorthKeeping = true;
  if (round === 0) limits.checked(entries, entries - lines); // those of later rounds were counted then
}

function report({ settings, run }: ImportContext): void {
  const { prepared: done, entries: of, taskRef } = run;
  const bytes = settings.dryRun ? undefined : run.bytes;
  settings.onProgress({ stage: 'uploading', done, of, bytes, taskId: taskRef?.id, isOver: done === of });
}

async function lengthOf(items: AsyncIterable<unknown>): Promise<number> {
  let length = 0;
  for await (const _ of items) length += 1;
  return length;
}
