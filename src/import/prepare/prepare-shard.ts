import { metaContext } from '../../meta/model/meta-options.ts';
import { objectKeyOf } from '../../meta/model/pic-name.ts';
import { RecordCheck } from '../../meta/rules/check-record.ts';
import { assertConserved } from '../../shared/conservation.ts';
import { mapConcurrent } from '../../shared/map-concurrent.ts';
import type { ImportContext } from '../import-context.ts';
import type { LedgerEntry } from '../ledger.ts';
import { GrowingLines, wholeLinesOf } from '../state/growing-lines.ts';
import type { Shard, ShardEntry } from '../state/shard.ts';
import { prepareEntry } from './prepare-entry.ts';
import { EntryRepairs } from './repair-entry.ts';

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
    counts.lines += lines;
    if ('record' in entry && entry.isLater === true) counts.later += 1;
    count({ entries: 1, lines }, shard, context);
  };
  const bytes = await replay(shard, take);
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
  settings.onProgress({ stage: 'uploading', done, of, taskId: taskRef?.id, isOver: done === of });
}

/** What becomes of the entries of a shard, in their order, after so many that are in the ledger. */
function preparedEntries(
  shard: Shard,
  after: number,
  context: ImportContext,
  signal: AbortSignal,
): AsyncGenerator<LedgerEntry, void, void> {
  const { settings, serviceType, images, route } = context;
  const { profile, picNameBase, folder, concurrency } = settings;
  const meta = new RecordCheck(metaContext({ serviceType, profile, picNameBase, metaFolder: folder }));
  const repairs = settings.repair
    ? new EntryRepairs({ serviceType, limits: settings.limits }, meta)
    : undefined;
  const isDirect = route === 'direct';
  const keyOf = isDirect ? undefined : (picName: string) => objectKeyOf(picNameBase, folder, picName);
  const tools = { meta, images, repairs, keyOf, send: context.send };
  const inOrder = new InOrder();
  return mapConcurrent(
    entriesAfter(shard, after),
    ({ entry, isLater }, inner) =>
      isDirect
        ? inOrder.run(entry, () => prepareEntry(entry, false, tools, inner))
        : prepareEntry(entry, isLater, tools, inner),
    { concurrency, signal },
  );
}

/** Where each entry is a call of its own: an entry that must come after another one waits for it. */
class InOrder {
  readonly #running = new Map<number, Promise<unknown>>();

  async run<T>({ number, after }: ShardEntry, work: () => Promise<T>): Promise<T> {
    const before = after && this.#running.get(after.number);
    const running = before === undefined ? work() : before.then(work, work);
    this.#running.set(number, running);
    try {
      return await running;
    } finally {
      this.#running.delete(number);
    }
  }
}

/**
 * The entries of a shard after so many. `isLater` tells those that must be carried out after another one of the shard: none in
 * later rounds, to which no product's DELETE goes.
 */
async function* entriesAfter(
  shard: Shard,
  after: number,
): AsyncGenerator<{ readonly entry: ShardEntry; readonly isLater: boolean }, void, void> {
  let n = 0;
  let first = 0;
  for await (const entry of shard.entries()) {
    n += 1;
    if (n === 1) first = entry.number;
    const isLater = shard.round === 0 && (entry.after?.number ?? 0) >= first;
    if (n > after) yield { entry, isLater };
  }
}

async function lengthOf(items: AsyncIterable<unknown>): Promise<number> {
  let length = 0;
  for await (const _ of items) length += 1;
  return length;
}
