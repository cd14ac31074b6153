/**
 * Adds an abort signal to a promise: rejects with the signal's reason as soon as the signal aborts. A later failure of the
 * abandoned work is ignored. `onAbort` can stop the work.
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
      work.catch(() => {}); // the caller gets the signal's reason instead of this failure
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
