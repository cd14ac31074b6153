import { sleep } from '../shared/async/sleep.ts';
import { answered, type QueueCallOptions, untilOrAfter } from './queue-patience.ts';
import { queueRefusal } from './queue-refusal.ts';

/** A queue, or what works on one, of BullMQ. */
interface OnServer {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  /** @param force of a worker: without it, one that was never connected waits on */
  close(force?: boolean): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

/**
 * Makes an object of BullMQ, and waits until its server has answered. It is made anew when the first connection fails: on
 * PostgreSQL, BullMQ keeps that failure as the answer to all later calls.
 *
 * @throws {ImageSearchError} `QUEUE_UNREACHABLE`, and `QUEUE_REFUSED` at once when the server refuses the login
 */
export async function opened<T extends OnServer>(makeIt: () => T, options: QueueCallOptions): Promise<T> {
  const refused = new AbortController();
  const heed = (error: unknown) => {
    const refusal = queueRefusal(options.name, error);
    if (refusal !== undefined) refused.abort(refusal);
  };
  const make = () => {
    const made = makeIt();
    made.on('error', heed); // with Redis, BullMQ tries on and on, and tells it nowhere else
    return made;
  };
  const signals = options.signal === undefined ? [refused.signal] : [refused.signal, options.signal];
  let one = make();
  let isGivenUp = false;
  const ready = async () => {
    try {
      await one.waitUntilReady();
      return one;
    } catch (error) {
      heed(error);
      const failed = one;
      if (!isGivenUp) one = make();
      await closed(failed);
      throw error;
    }
  };
  try {
    return await answered(ready, { ...options, signal: AbortSignal.any(signals) });
  } catch (error) {
    isGivenUp = true;
    await closed(one);
    throw error;
  }
}

/** Closes it. Its driver would wait for a server that is away, for ever: then the connection is given up. */
export async function closedSoon(one: Pick<OnServer, 'close' | 'disconnect'>): Promise<void> {
  let isClosed = false;
  const over = () => {
    isClosed = true;
  };
  await untilOrAfter(one.close().then(over, over), CLOSE_MS);
  if (!isClosed) one.disconnect().catch(() => {});
}

const CLOSE_MS = 5_000;

/** What was never connected may fail to close: there is nothing left to do about it. */
const closed = (one: OnServer) => one.close(true).catch(() => {});

/** A worker or a listener of BullMQ, made with `autorun: false`: one that runs before its server has answered may never rest. */
interface Runs {
  /** Resolves once it is closed. */
  run(): Promise<unknown>;
}

/** Has it run until it is closed, again when the server breaks its beginning. */
export async function keepRunning(one: Runs, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      return void (await one.run());
    } catch {
      await sleep(RUN_AGAIN_MS, closing).catch(() => {}); // the server is away; until it is back, nothing can be done
    }
  }
}

const RUN_AGAIN_MS = 1_000;
