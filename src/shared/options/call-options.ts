import { knownOptions, type OptionNames } from './known-options.ts';

/** The options of a call that has no others. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export const CALL_OPTIONS: OptionNames<CallOptions> = { signal: true };

/**
 * The signal in the options of a call.
 *
 * @param call as messages name it, such as `head()`
 * @throws {TypeError} for a misspelt option
 */
export const signalOf = (call: string, options: CallOptions): AbortSignal | undefined =>
  knownOptions(call, options, CALL_OPTIONS).signal;
