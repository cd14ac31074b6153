import { type ImportStatus, importStatus } from '../distributed/index.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { ossOptions, type QueueCommandOptions, queueGiven, sharedState } from './queue-options.ts';

/** `imports --state PLACE --queue URL`: how far an import has come, and who works on it. */
export const imports: Action<readonly [], QueueCommandOptions> = async ({ output, signal }, _, options) => {
  const status = await importStatus({
    ...{ state: sharedState(options.state), oss: ossOptions(options), signal },
    ...{ connection: queueGiven(options.queue), queue: options.queueName },
  });
  await output.result(status, [...linesOf(status)]);
  return EXIT.fine;
};

function* linesOf({ import: name, isOver, coordinator, shards, entries, queue }: ImportStatus) {
  const by = coordinator === undefined ? 'nobody' : `process ${coordinator.pid} on ${coordinator.host}`;
  yield `${name}: ${isOver ? 'over' : `coordinated by ${by}`}`;
  yield `shards   ${shards.cut}, ${shards.prepared} prepared, ${shards.settled} settled`;
  yield `entries  ${entries.planned}, ${entries.settled} settled`;
  if (queue === undefined) return;
  const { workers, waiting, active, perSecond } = queue;
  yield `workers  ${workers}, ${active.length} shards in work, ${waiting} waiting, ${perSecond} entries a second`;
  for (const { worker, shard, rows, perSecond: own } of active)
    yield `  ${worker}  shard ${shard}, ${rows} entries, ${own} a second`;
}
