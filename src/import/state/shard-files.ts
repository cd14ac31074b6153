import { join } from 'node:path';

/**
 * What a shard has on the disk, beside its increment.meta. `again` and `againDeletes` are the entries, and the DELETEs that
 * they replace, that are imported again in the next round.
 */
export type ShardFileKind = 'entries' | 'deletes' | 'ledger' | 'again' | 'againDeletes';

export const shardsFolder = (folder: string): string => join(folder, 'shards');

/** @param shard from 1 */
export const shardFile = (folder: string, shard: number, kind: ShardFileKind): string =>
  join(shardsFolder(folder), `${shard}.${kind}.jsonl`);
