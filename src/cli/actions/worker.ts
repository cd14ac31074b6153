import { once } from 'node:events';
import { startWorker, type WorkerShard } from '../../distributed/index.ts';
import type { NETWORKS } from '../../index.ts';
import { certificatesIn } from '../certificates.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { PROXY } from '../options/connection.ts';
import { ossOptions, type QueueCommandOptions, queueNeeded, sharedState } from '../options/queue-options.ts';

export interface WorkerCommandOptions extends QueueCommandOptions {
  readonly endpoint?: string | undefined;
  readonly network?: (typeof NETWORKS)[number] | undefined;
  readonly images?: string | undefined;
  readonly concurrency: number;
  readonly shards: number;
  readonly lockMs: number;
  readonly tries: number;
  readonly name?: string | undefined;
  readonly allowPrivateAddresses?: boolean | undefined;
  readonly readTimeoutMs?: number | undefined;
}

/** `worker --queue URL --state PLACE`: prepares shards until a signal comes. */
export const worker: Action<readonly [], WorkerCommandOptions> = async (
  { output, signal },
  _,
  { state, queue, queueName, ...options },
) => {
  const { images, concurrency, shards, lockMs, tries, name, allowPrivateAddresses, ca } = options;
  const { endpoint, network, readTimeoutMs } = options;
  const running = await startWorker({
    connection: queueNeeded(queue),
    queue: queueName,
    state: sharedState(state),
    oss: ossOptions({ state, ...options }),
    imageSearch: { endpoint, network, readTimeoutMs, proxy: PROXY, ca: certificatesIn(ca) },
    ...{ images, concurrency, shards, lockMs, tries, name },
    urls: { allowPrivateAddresses, proxy: PROXY, ca: certificatesIn(ca) },
    onShard: (shard) => void output.result(shard, told(shard)),
  });
  output.note(`Worker ${running.name} waits for shards in the queue ${running.queue}`);
  if (!running.hasImport)
    output.note(`No import has begun in ${state} yet: the worker waits for it; if one runs, check --state`);
  try {
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await running.close();
  }
  return EXIT.fine; // a signal is how it is meant to end
};

const told = ({ stage, round, shard, rows, error }: WorkerShard): string =>
  `shard ${shard} of round ${round}: ${stage}, ${rows} entries${error === undefined ? '' : `: ${error}`}`;
