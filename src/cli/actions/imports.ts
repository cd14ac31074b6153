import { type ImportStatus, importStatus } from '../../distributed/index.ts';
import { listKeptWork } from '../../index.ts';
import type { Action, Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { durationText } from '../options/duration.ts';
import { ossOptions, type QueueCommandOptions, queueGiven, sharedState } from '../options/queue-options.ts';
import { keptWorkLines } from '../results/kept-work-lines.ts';

type ImportsOptions = Omit<QueueCommandOptions, 'state'> & { readonly state?: string | undefined };

/**
 * `imports [folder]`: the state folders there, and how each goes on. `imports --state PLACE --queue URL`: how far an import of
 * many machines has come, and who works on it.
 */
export const imports: Action<readonly [string | undefined], ImportsOptions> = async (
  context,
  [folder],
  { state, ...options },
) => {
  if (state !== undefined && folder !== undefined)
    throw new TypeError(
      'Cannot list a folder and ask a shared state at once: leave out --state, or the folder',
    );
  if (state === undefined && options.queue !== undefined)
    throw new TypeError('Cannot ask a queue alone: name the state of the import with --state');
  if (state === undefined) await printKeptWork(context, folder ?? '.');
  else await printStatus(context, { state, ...options });
  return EXIT.fine;
};

async function printKeptWork({ output, signal }: Context, folder: string): Promise<void> {
  let states = 0;
  for await (const work of listKeptWork(folder, { signal })) {
    states += 1;
    await output.result(work, keptWorkLines(work));
  }
  if (states === 0)
    output.note(`There is no state in ${folder}: imports, uploads and syncs keep one where --state names it`);
}

async function printStatus({ output, signal }: Context, options: QueueCommandOptions): Promise<void> {
  const status = await importStatus({
    ...{ state: sharedState(options.state), oss: ossOptions(options), signal },
    ...{ connection: queueGiven(options.queue), queue: options.queueName },
  });
  await output.result(status, [...linesOf(status)]);
}

function* linesOf({ import: name, isOver, coordinator, shards, entries, queue }: ImportStatus) {
  if (coordinator === undefined && shards.cut === 0) {
    yield `${name}: no import has planned anything there; of a state on this machine, imports FOLDER tells`;
    return;
  }
  yield `${name}: ${isOver ? 'over' : `coordinated by ${coordinatorText(coordinator)}`}`;
  yield `shards   ${shards.cut}, ${shards.prepared} prepared, ${shards.settled} settled`;
  yield `entries  ${entries.planned}, ${entries.settled} settled`;
  if (queue === undefined) return;
  const { workers, waiting, active, perSecond } = queue;
  yield `workers  ${workers}, ${active.length} shards in work, ${waiting} waiting, ${perSecond} entries a second`;
  for (const { worker, shard, rows, perSecond: own } of active)
    yield `  ${worker}  shard ${shard}, ${rows} entries, ${own} a second`;
}

function coordinatorText(coordinator: ImportStatus['coordinator']): string {
  if (coordinator === undefined) return 'nobody';
  const { pid, host, silentMs, isLost } = coordinator;
  const sign = silentMs === undefined ? '' : `, last sign ${durationText(Math.round(silentMs / 1_000))} ago`;
  const lost = isLost ? ': its lease has run out, and the same import, started again, takes over' : '';
  return `process ${pid} on ${host}${sign}${lost}`;
}
