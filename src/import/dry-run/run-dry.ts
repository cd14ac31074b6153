import type { NumberedOutcome } from '../entry-outcome.ts';
import { beginRound, type ImportContext } from '../import-context.ts';
import type { ImportSummary } from '../import-summary.ts';
import { mapOneAhead } from '../one-ahead.ts';
import { prepareShard } from '../prepare/prepare-shard.ts';
import { storeImages } from '../prepare/store-image.ts';
import type { PlannedFact } from '../state/import-facts.ts';
import type { ImportState } from '../state/import-state.ts';
import type { Shard } from '../state/shard.ts';
import { DryCalls } from './dry-calls.ts';
import { DryRunTally } from './dry-run-tally.ts';
import { DryStore } from './dry-store.ts';
import { settleDry } from './settle-dry.ts';

/**
 * Prepares every shard without writing anything at the services. Yields what would become of each entry, and returns what an
 * import would do, `seconds` left to the caller.
 */
export async function* runDry(
  state: ImportState,
  planned: PlannedFact,
  context: ImportContext,
): AsyncGenerator<NumberedOutcome, Omit<ImportSummary, 'seconds'>, void> {
  const calls = new DryCalls();
  const { store: real, images } = context.services;
  const store = new DryStore(real);
  const isDirect = context.route === 'direct';
  // A run of its own, as nothing is worth keeping.
  const dry = {
    ...context,
    send: isDirect ? calls.send : storeImages({ store, copies: store.counting(images?.copies) }),
    run: { ...context.run },
  };
  const tally = new DryRunTally();
  const prepare = (shard: Shard, inner: AbortSignal) => prepareShard(shard, dry, inner);
  beginRound(dry.run, planned);
  for await (const shard of mapOneAhead(state.shards(0), prepare, context.settings))
    yield* settleDry(shard, tally);
  const { sent } = isDirect ? calls : store;
  const given = { ...sent, copies: store.copies, reads: context.images.sourceReads };
  return tally.summary(planned, given, context);
}
