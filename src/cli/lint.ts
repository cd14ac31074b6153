import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MetaLineIssue } from '../meta/meta-issue.ts';
import { MetaLineParser } from '../meta/meta-line-parser.ts';
import type { MetaProfile } from '../meta/meta-profile.ts';
import type { MetaDialect } from '../meta/rules/meta-fields.ts';
import type { ServiceType } from '../shared/service-type.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';

export interface LintOptions {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly dialect: MetaDialect;
  readonly maxErrors?: number;
  readonly duplicates: boolean;
}

/** `lint FILE|-`: checks an increment.meta and prints where what is wrong. */
export const lint: Action<readonly [string], LintOptions> = async ({ output, signal }, [file], options) => {
  const { maxErrors = Number.POSITIVE_INFINITY, duplicates } = options;
  if (file !== '-' && (await stat(file)).isDirectory())
    throw new TypeError(`Cannot lint ${file} as it is a folder: name the file in it`);
  const isFile = file !== '-';
  const found = new MetaLineParser(options).lint(isFile ? { path: file } : process.stdin, {
    duplicates,
    name: isFile ? basename(file) : undefined,
    signal,
  });
  let hidden = 0;
  for await (const issue of found) {
    if (issue.severity === 'error' && found.summary.errors > maxErrors) hidden += 1;
    else await output.result(asJson(file, issue), printable(asText(file, issue)));
  }
  const { lines, adds, deletes, errors, warnings } = found.summary;
  const untold = hidden > 0 ? ` (${hidden} errors not shown)` : '';
  await output.result(
    { summary: { lines, adds, deletes, errors, warnings } },
    `${lines} lines (${adds} ADD, ${deletes} DELETE): ${errors} errors, ${warnings} warnings${untold}`,
  );
  return errors > 0 ? EXIT.data : EXIT.fine;
};

const asJson = (file: string, { line, column, severity, code, field, message }: MetaLineIssue) => ({
  file,
  line,
  column,
  severity,
  code,
  field,
  message,
});

const asText = (file: string, { line, column, severity, code, message }: MetaLineIssue) =>
  `${file}:${line}:${column} ${severity} ${code} ${message}`;
