import { callable } from '../options/checks.ts';

/** Node turns a longer timer into one of 1 ms. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Resolves after `ms`; rejects with the signal's reason at once when it aborts, leaving no timer and no listener. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      },
      Math.min(ms, MAX_TIMER_MS),
    );
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** A source of time, which replaces the system's clock in tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many ms, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** @throws {TypeError} for an object without `now()` or `sleep()` */
export function clockOf(clock: Clock): Clock {
  callable('clock.now', clock?.now);
  callable('clock.sleep', clock?.sleep);
  return clock;
}

export const systemClock: Clock = { now: Date.now, sleep };
