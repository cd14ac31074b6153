import type { LineFailure } from './line-failure.ts';

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
    lines(failures.map(({ Line, Code, Message }) => `line ${Line}: ${Code}: ${flat(Message)}`)),
} as const satisfies Record<FailureFormat, (failures: readonly LineFailure[]) => string>;

export const FAILURE_FORMAT_NAMES = Object.keys(FAILURE_FORMATS) as FailureFormat[];

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

const flat = (text: string): string => text.replace(/[\r\n]+/g, ' ');

const cell = (value: string | number | undefined): string =>
  value === undefined ? '' : `"${flat(String(value)).replaceAll('"', '""')}"`;
