/**
 * What code of the caller threw: a callback, an iterator, an object. The error names it, and has what was thrown as `cause`.
 *
 * @param what the beginning of the message, such as `'onOutcome' threw for entry 7`
 */
export const thrownByCaller = (what: string, cause: unknown): Error =>
  new Error(`${what}: ${messageOf(cause)}`, { cause });

/** The same, but the reason of an aborted signal as it is: the caller knows it. */
export const thrownOrReason = (what: string, cause: unknown, signal: AbortSignal | undefined): unknown =>
  signal?.aborted === true && cause === signal.reason ? cause : thrownByCaller(what, cause);

/** Calls code of the caller. */
export function callCaller<T>(what: string, call: () => T, signal: AbortSignal | undefined): T {
  try {
    return call();
  } catch (cause) {
    throw thrownOrReason(what, cause, signal);
  }
}

/**
 * Hands an outcome to the caller's `onOutcome`, and waits until it has taken it.
 *
 * @param named what the outcome is of, in the message for what `onOutcome` throws
 */
export async function tellCaller<Outcome>(
  { onOutcome, signal }: OutcomeHearer<Outcome>,
  outcome: Outcome,
  named: () => string,
): Promise<void> {
  try {
    await onOutcome?.(outcome);
  } catch (cause) {
    throw thrownOrReason(`'onOutcome' threw for ${named()}`, cause, signal);
  }
}

interface OutcomeHearer<Outcome> {
  readonly onOutcome?: ((outcome: Outcome) => unknown) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The message of whatever was thrown, which may be anything. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}
