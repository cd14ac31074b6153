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

/** Counts the answers whose headers have come to this process. */
export function countAnswers(): { readonly count: number } & Disposable {
  let count = 0;
  const hear = () => void count++;
  subscribe('http.client.response.finish', hear);
  return {
    get count() {
      return count;
    },
    [Symbol.dispose]: () => void unsubscribe('http.client.response.finish', hear),
  };
}
