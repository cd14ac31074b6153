import { createHash } from 'node:crypto';
import type { RatedCall, TakeTurn } from '../service/calls/operation-rates.ts';
import { untilAborted } from '../shared/async/until-aborted.ts';
import { PermitQueue } from './permit-queue.ts';
import type { QueueBackend } from './queue-backend.ts';

/**
 * Gives out turns of calls to all workers of a server of queues: each operation of an instance has a queue, so that all imports
 * into the instance keep its pace together, on however many machines.
 */
export class CallPermits implements AsyncDisposable {
  readonly #backend: QueueBackend;
  readonly #lostAfterMs: number;
  readonly #closing = new AbortController();
  readonly #queues = new Map<string, Promise<PermitQueue>>();

  /**
   * @param options `lostAfterMs`: a permit whose holder was lost is taken from it after this, in ms, and at most as much again:
   * longer than connecting may take (default 6,000)
   */
  constructor(
    backend: QueueBackend,
    { lostAfterMs = 6_000 }: { readonly lostAfterMs?: number | undefined } = {},
  ) {
    this.#backend = backend;
    this.#lostAfterMs = lostAfterMs;
  }

  /** @param confirm is called last before each call, and throws when it must not be made any more */
  turns(confirm: () => Promise<void>): TakeTurn {
    return async (call, signal) => {
      const queue = await untilAborted(this.#queueFor(call), signal);
      const permit = await queue.take(signal);
      try {
        await confirm();
      } catch (error) {
        permit[Symbol.dispose]();
        throw error;
      }
      return permit;
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('The permits are closed'));
    const close = async (opening: Promise<PermitQueue>) => {
      const queue = await opening.catch(() => undefined); // whoever asked for it has its failure
      await queue?.[Symbol.asyncDispose]();
    };
    await Promise.all([...this.#queues.values()].map(close));
  }

  #queueFor(call: RatedCall): Promise<PermitQueue> {
    const name = permitQueueName(call);
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const settings = { perSecond: call.perSecond, lostAfterMs: this.#lostAfterMs };
    const opening = PermitQueue.open(this.#backend, name, settings, this.#closing.signal);
    this.#queues.set(name, opening);
    opening.catch(() => this.#queues.delete(name)); // the next call tries anew
    return opening;
  }
}

/** The name of the queue whose one job is the permit for the next call. */
const permitQueueName = ({ location, instance, operation }: Omit<RatedCall, 'perSecond'>): string =>
  `imagesearch-calls-${operation}-${createHash('sha256').update(`${location} ${instance}`).digest('hex').slice(0, 16)}`;
