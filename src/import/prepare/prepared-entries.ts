import { metaContext } from '../../meta/model/meta-options.ts';
import { objectKeyOf } from '../../meta/model/pic-name.ts';
import { RecordCheck } from '../../meta/rules/check-record.ts';
import { mapConcurrent } from '../../shared/async/map-concurrent.ts';
import type { ImportContext } from '../import-context.ts';
import type { ImportSettings } from '../import-settings.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { Shard, ShardEntry } from '../state/shard.ts';
import type { EntryChecks } from './check-entry.ts';
import { prepareEntry } from './prepare-entry.ts';
import { EntryRepairs } from './repair-entry.ts';

/** What preparing an entry needs: of a whole import, or of what a worker was told of one. */
export interface PrepareContext extends Pick<ImportContext, 'serviceType' | 'route' | 'send'> {
  readonly images: EntryChecks['images'];
  readonly settings: Pick<
    ImportSettings,
    'profile' | 'picNameBase' | 'folder' | 'repair' | 'limits' | 'concurrency'
  >;
}

export type EntriesOfShard = Pick<Shard, 'round' | 'entries'>;

/** What becomes of the entries of a shard, in their order, after so many that are in the ledger. */
export function preparedEntries(
  shard: EntriesOfShard,
  after: number,
  context: PrepareContext,
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
  shard: EntriesOfShard,
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
