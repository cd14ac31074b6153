import { sleep } from '../shared/async/sleep.ts';
import type { ShardQueue } from './queue-backend.ts';

/** How often it is looked whether there are workers, in ms. */
const LOOK_EVERY_MS = 5_000;

/**
 * Looks whether shards wait for workers and none is connected: that is told once, until one has come.
 *
 * @param isWaiting whether shards are handed out
 */
export async function watchWorkers(
  queue: Pick<ShardQueue, 'getWorkersCount'>,
  isWaiting: () => boolean,
  tell: () => void,
  closing: AbortSignal,
): Promise<void> {
  for (let isTold = false; !closing.aborted; ) {
    await sleep(LOOK_EVERY_MS, closing).catch(() => {});
    if (closing.aborted || !isWaiting()) continue;
    const workers = await queue.getWorkersCount().catch(() => undefined); // a server that is away says nothing of workers
    if (workers === 0 && !isTold && !closing.aborted) tell();
    if (workers !== undefined) isTold = workers === 0;
  }
}
