/** A shard of an import, for whoever has it prepared. */
export interface ShardWork {
  /** The import, by the name of its state. */
  readonly import: string;
  /** How often its entries were imported before. */
  readonly round: number;
  /** The shard, from 1, over all rounds. */
  readonly number: number;
  /** Whether nothing is left to prepare. */
  readonly isPrepared: boolean;
}

/** What a `RunShards` is given with the shards of a round. */
export interface RunOptions<Shard extends ShardWork> {
  /**
   * Refuses the entries at which those who prepared the shard were lost, each time anew: 500 at most (8 where each is a call of
   * its own), from where the ledger ends. The shard is then to be prepared on.
   */
  readonly giveUp: (shard: Shard, reason: string, signal: AbortSignal) => Promise<void>;
  /**
   * Whether a shard may be prepared only once all shards before it are. So it is where entries are calls of their own, and one
   * of the shard must come after an entry of another.
   */
  readonly mustFollow: (shard: Shard, signal: AbortSignal) => Promise<boolean>;
  /** Ends the work when it is aborted; the promise then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Has the shards of a round prepared, wherever that is, and yields them in order. `finish` must be called for each shard: it
 * takes over what others have prepared, prepares what they have not, and resolves to the shard. No more than a few shards
 * may be in work ahead of the reader, and none when the sequence has ended.
 */
export type RunShards = <Shard extends ShardWork>(
  shards: Iterable<Shard>,
  finish: (shard: Shard, signal: AbortSignal) => Promise<Shard>,
  options: RunOptions<Shard>,
) => AsyncIterable<Shard>;
