import type { ImportContext } from '../import-context.ts';
import type { ImportState } from '../state/import-state.ts';
import type { Shard } from '../state/shard.ts';
import { ExportedRound } from './exported-round.ts';
import { runTasks } from './run-tasks.ts';

/**
 * Carries out every shard of a round before one is settled, and then has the service export the gallery: one export serves
 * them all. What the tasks say is read again when a shard is settled, from the journal as a rule.
 *
 * @param prepared the shards of the round, as they are prepared
 */
export async function exportRound(
  state: ImportState,
  round: number,
  prepared: AsyncIterable<Shard>,
  context: ImportContext,
): Promise<ExportedRound> {
  const { route, services, settings } = context;
  const { pollDelay, signal } = settings;
  for await (const shard of prepared)
    if (route === 'batch' && isOpen(shard) && (shard.facts.prepared?.lines ?? 0) > 0)
      await runTasks(shard, context);
  const exporting = { ...services, pollDelay, signal };
  return ExportedRound.read([...state.shards(round)].filter(isOpen), exporting, state.folder);
}

const isOpen = ({ facts }: Shard): boolean => facts.settled === undefined;
