/**
 * Waits for `work`, which knows nothing of signals: rejects with the signal's reason at once when it aborts.
 * The abandoned work may still fail later; nobody hears of it. `onAbort` is where it can be torn down.
 */
export function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  onAbort: () => void = () => {},
): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => {
      onAbort();
      reject(signal.reason);
    };
    if (signal.aborted) {
      work.catch(() => {}); // the caller hears the signal's reason; this failure comes after it
      return stop();
    }
    signal.addEventListener('abort', stop, { once: true });
    const settle =
      <V>(done: (value: V) => void) =>
      (value: V) => {
        signal.removeEventListener('abort', stop);
        done(value);
      };
    work.then(settle(resolve), settle(reject));
  });
}
