/** An import ended early, as more entries were refused or have failed than `maxRefused` or `maxFailed` allow. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped';
  readonly code: 'TOO_MANY_REFUSED' | 'TOO_MANY_FAILED';
  /** The folder from which the import can be continued, with a higher limit. */
  state: string | undefined;
  /** How many entries have their outcome. */
  settled: number | undefined;

  constructor(message: string, code: ImportStopped['code']) {
    super(message);
    this.code = code;
  }
}

export const IMPORT_STOPPED_CODES = [
  'TOO_MANY_REFUSED',
  'TOO_MANY_FAILED',
] as const satisfies readonly ImportStopped['code'][];
