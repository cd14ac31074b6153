import type { ImportContext } from './import-context.ts';
import { mapOneAhead } from './one-ahead.ts';
import { prepareShard } from './prepare/prepare-shard.ts';
import { giveUpPart, prepareStoredShard } from './prepare/prepare-stored-shard.ts';
import type { ImportState } from './state/import-state.ts';
import type { Shard } from './state/shard.ts';
import { toldToWorkers } from './stored/round-settings.ts';
import type { StateMirror } from './stored/state-mirror.ts';

/** What prepares the shards of a round, and yields them in order: this process, or what the caller gave as `run`. */
export function preparing(
  state: ImportState,
  mirror: StateMirror | undefined,
  context: ImportContext,
): (round: number) => AsyncIterable<Shard> {
  const { settings, route } = context;
  const { signal } = settings;
  if (mirror === undefined) {
    const prepare = (shard: Shard, inner: AbortSignal) => prepareShard(shard, context, inner);
    return (round) => mapOneAhead(state.shards(round), prepare, { signal });
  }
  const { place } = mirror;
  const finish = (shard: Shard, inner: AbortSignal) => prepareStoredShard(shard, place, context, inner);
  const giveUp = (shard: Shard, reason: string, inner: AbortSignal) =>
    giveUpPart(shard, place, route, reason, inner);
  const mustFollow = async (shard: Shard, inner: AbortSignal) =>
    route === 'direct' && (await followsOthers(shard, inner));
  const run = settings.run ?? mapOneAhead;
  return async function* (round) {
    await mirror.openRound(round, toldToWorkers(settings, context));
    yield* run(state.shards(round), finish, { giveUp, mustFollow, signal });
  };
}

/** Whether an entry of the shard must come after an entry that is not in it. */
async function followsOthers(shard: Shard, signal: AbortSignal): Promise<boolean> {
  let first: number | undefined;
  for await (const { number, after } of shard.entries()) {
    signal.throwIfAborted();
    first ??= number;
    if (after !== undefined && after.number < first) return true;
  }
  return false;
}
