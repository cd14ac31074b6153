/**
 * An import ended early, as more entries were refused or have failed than `maxRefused` or `maxFailed` allow; or an upload, as
 * it has taken the time or sent the bytes that `maxMinutes` or `maxBytes` allow.
 */
export class ImportStopped extends Error {
  /** The name of the class. */
  override readonly name = 'ImportStopped';
  /** Which limit ended the work. */
  readonly code: 'TOO_MANY_REFUSED' | 'TOO_MANY_FAILED' | 'MAX_MINUTES_REACHED' | 'MAX_BYTES_REACHED';
  /** The folder from which it can be continued; an import with a higher limit. */
  state: string | undefined;
  /** How many entries, or images, have their outcome. */
  settled: number | undefined;

  constructor(message: string, code: ImportStopped['code']) {
    super(message);
    this.code = code;
  }
}

export const IMPORT_STOPPED_CODES = [
  'TOO_MANY_REFUSED',
  'TOO_MANY_FAILED',
  'MAX_MINUTES_REACHED',
  'MAX_BYTES_REACHED',
] as const satisfies readonly ImportStopped['code'][];
