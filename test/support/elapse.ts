import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { vi } from 'vitest';

/**
 * Stops the timers of this thread, so that a time limit of any length can be let go by. What the system waits for, such as
 * sockets, goes on. Undone when it is disposed.
 */
export function stopTimers(): { elapse(ms: number): void } & Disposable {
  const { setTimeout: real } = globalThis;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  return {
    elapse: (ms) => void vi.advanceTimersByTime(ms),
    [Symbol.dispose]: () => {
      vi.useRealTimers();
      if (globalThis.setTimeout !== real) throw new Error('The timers were not given back');
    },
  };
}

/** Resolves when it is so; by turns of the event loop, since timers may stand still. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

/** Counts the requests that this process sends by `node:http`, and the answers whose headers have come. */
export function countCalls(): { readonly sent: number; readonly answered: number } & Disposable {
  const counts = { sent: 0, answered: 0 };
  const send = () => void counts.sent++;
  const answer = () => void counts.answered++;
  subscribe('http.client.request.start', send);
  subscribe('http.client.response.finish', answer);
  return {
    get sent() {
      return counts.sent;
    },
    get answered() {
      return counts.answered;
    },
    [Symbol.dispose]: () => {
      unsubscribe('http.client.request.start', send);
      unsubscribe('http.client.response.finish', answer);
    },
  };
}

/** Resolves when for many turns of the event loop no request was on its way. */
export async function untilQuiet(calls: { readonly sent: number; readonly answered: number }): Promise<void> {
  for (let turns = 0; turns < 50; turns++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (calls.sent > calls.answered) turns = 0;
  }
}
