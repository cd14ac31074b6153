import { knownOptions } from './known-options.ts';

/** What every call of a service or a store takes. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws {TypeError} for an option of another name */
export const callOptions = (what: string, options: CallOptions): CallOptions =>
  knownOptions(what, options, { signal: true });
