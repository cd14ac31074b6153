/** A line that failed, or a whole task, in the fields of our failure file. */
export interface LineFailure {
  /** Undefined when the whole task failed. */
  readonly Line?: number | undefined;
  readonly OperationType?: string | undefined;
  readonly ProductId?: string | undefined;
  readonly PicName?: string | undefined;
  /** Of a line: one of the service's documented codes (help page "Error codes", Jan 21 2026). */
  readonly Code: string;
  readonly Message: string;
}

const COLUMNS = ['Line', 'OperationType', 'ProductId', 'PicName', 'Code', 'Message'] as const;

/** The format of a file of failures. */
export type FailureFormat = 'json' | 'csv' | 'text';

/** One line for each failure, in formats that a service may use: that of the real service is not documented. */
export const FAILURE_FORMATS = {
  json: (failures) => lines(failures.map((failure) => JSON.stringify(failure))),
  csv: (failures) =>
    lines([
      COLUMNS.join(','),
      ...failures.map((failure) => COLUMNS.map((name) => cell(failure[name])).join(',')),
    ]),
  text: (failures) =>
    lines(failures.map(({ Line, Code, Message }) => `${place(Line)}${Code}: ${flat(Message)}`)),
} as const satisfies Record<FailureFormat, (failures: readonly LineFailure[]) => string>;

export const FAILURE_FORMAT_NAMES = Object.keys(FAILURE_FORMATS) as FailureFormat[];

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

const place = (line: number | undefined): string => (line === undefined ? '' : `line ${line}: `);

const flat = (text: string): string => text.replace(/[\r\n]+/g, ' ');

const cell = (value: string | number | undefined): string =>
  value === undefined ? '' : `"${flat(String(value)).replaceAll('"', '""')}"`;
