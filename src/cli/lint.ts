import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DuplicateKeys } from '../meta/duplicates/duplicate-keys.ts';
import type { MetaLineIssue } from '../meta/meta-issue.ts';
import { MetaLineParser, type ParsedLine } from '../meta/meta-line-parser.ts';
import type { MetaProfile } from '../meta/meta-profile.ts';
import { abortable } from '../shared/abortable.ts';
import type { ServiceType } from '../shared/service-type.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';

export interface LintOptions {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly maxErrors?: number;
  readonly duplicates: boolean;
}

/** `lint FILE|-`: checks an increment.meta and prints where what is wrong. */
export const lint: Action<readonly [string], LintOptions> = async ({ output, signal }, [file], options) => {
  const { serviceType, profile, maxErrors = Number.POSITIVE_INFINITY, duplicates } = options;
  const parser = new MetaLineParser({ serviceType, profile });
  const names = new DuplicateKeys();
  const summary = { lines: 0, adds: 0, deletes: 0, errors: 0, warnings: 0 };
  if (file !== '-' && (await stat(file)).isDirectory())
    throw new TypeError(`Cannot lint ${file} as it is a folder: name the file in it`);
  const source = file === '-' ? process.stdin : createReadStream(file);
  let printed = 0;
  for await (const line of parser.parse(abortable(source, signal))) {
    summary.lines += 1;
    if (line.record !== undefined) summary[line.record.operationType === 'ADD' ? 'adds' : 'deletes'] += 1;
    const issues = duplicates ? [...line.issues, ...namedBefore(line, names)] : line.issues;
    for (const issue of issues) {
      summary[issue.severity === 'error' ? 'errors' : 'warnings'] += 1;
      if (issue.severity === 'error' && ++printed > maxErrors) continue;
      const { line: at, column, severity, code, field, message } = issue;
      const json = { file, line: at, column, severity, code, field, message };
      await output.result(json, printable(`${file}:${at}:${column} ${severity} ${code} ${message}`));
    }
  }
  if (summary.lines === 0) {
    summary.errors += 1;
    const message = 'The file is empty: it must name at least one image';
    await output.result(
      { file, line: 1, column: 1, severity: 'error', code: 'META_EMPTY', field: null, message },
      `${file}:1:1 error META_EMPTY ${message}`,
    );
  }
  const { lines, adds, deletes, errors, warnings } = summary;
  const hidden = printed > maxErrors ? ` (${printed - maxErrors} errors not shown)` : '';
  await output.result(
    { summary },
    `${lines} lines (${adds} ADD, ${deletes} DELETE): ${errors} errors, ${warnings} warnings${hidden}`,
  );
  return errors > 0 ? EXIT.data : EXIT.fine;
};

function namedBefore({ record, line, offset }: ParsedLine, names: DuplicateKeys): MetaLineIssue[] {
  if (record?.picName === undefined || !names.isDuplicate(record.productId, record.picName)) return [];
  const message = `ProductId ${JSON.stringify(record.productId)} with PicName ${JSON.stringify(record.picName)} stands above already: the later line counts`;
  return [
    {
      code: 'META_DUPLICATE',
      severity: 'warning',
      path: [],
      field: 'PicName',
      message,
      line,
      column: 1,
      offset,
    },
  ];
}
