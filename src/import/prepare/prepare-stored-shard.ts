import { existsSync } from 'node:fs';
import type { ImportContext } from '../import-context.ts';
import { importIssue } from '../import-issue.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { Route } from '../route.ts';
import type { Shard, ShardEntry } from '../state/shard.ts';
import { LedgerParts } from '../stored/ledger-parts.ts';
import type { StatePlace } from '../stored/state-place.ts';
import { prepareParts } from './prepare-parts.ts';
import { prepareShard } from './prepare-shard.ts';

/**
 * Makes a shard ready whose import has its state in a store. What workers have prepared is in the store, part by part; the rest
 * is prepared here. Then the ledger is brought into the local folder, from which everything else goes on.
 */
export async function prepareStoredShard(
  shard: Shard,
  place: StatePlace,
  context: ImportContext,
  signal: AbortSignal,
): Promise<Shard> {
  const { prepared, settled } = shard.facts;
  const ledger = new LedgerParts(place, shard.number, context.route);
  if (prepared === undefined) for await (const _ of prepareParts(shard, ledger, context, signal));
  if (settled === undefined && (prepared === undefined || !existsSync(shard.ledger)))
    await ledger.bringTo(shard.ledger, signal);
  return prepareShard(shard, context, signal);
}

/** Refuses the entries of the part that no worker has come through. They are imported again in the next round, if there is one. */
export async function giveUpPart(
  shard: Shard,
  place: StatePlace,
  route: Route,
  reason: string,
  signal: AbortSignal,
): Promise<void> {
  const ledger = new LedgerParts(place, shard.number, route);
  const after = await ledger.rows(signal);
  const part: LedgerEntry[] = [];
  let row = 0;
  for await (const entry of shard.entries()) {
    row += 1;
    if (row > after) part.push(givenUp(entry, reason));
    if (part.length === ledger.partRows) break;
  }
  if (part.length > 0) await ledger.add(after, part, signal);
}

const givenUp = ({ number, place, picName, productId, prepared }: ShardEntry, reason: string): LedgerEntry =>
  prepared ?? {
    ...{ number, place, picName, productId, mayPass: true },
    refused: [
      importIssue(
        'WORKERS_LOST',
        `${reason}: something in these entries may end a worker, such as an image that takes too much memory; import them alone, with one worker that is watched`,
      ),
    ],
  };
