import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MetaLineParser } from '../meta/index.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { lintFix } from './lint-fix.ts';
import type { LintOptions } from './lint-options.ts';
import { asJson, asText } from './lint-output.ts';

/** `lint FILE|-`: checks an increment.meta and prints its issues; with `--fix OUT` writes it corrected. */
export const lint: Action<readonly [string], LintOptions> = async (context, [file], options) => {
  const { output, signal } = context;
  const { maxErrors = Number.POSITIVE_INFINITY, duplicates, serviceType, profile, dialect } = options;
  if (file !== '-' && (await stat(file)).isDirectory())
    throw new TypeError(`Cannot lint ${file} as it is a folder: name the file in it`);
  if (options.fix !== undefined) return lintFix(context, file, options.fix, options);
  if (options.encoding !== undefined)
    throw new TypeError('Cannot lint a file in another encoding than UTF-8: convert it with --fix');
  const isFile = file !== '-';
  const found = new MetaLineParser({ serviceType, profile, dialect }).lint(
    isFile ? { path: file } : process.stdin,
    {
      duplicates,
      name: isFile ? basename(file) : undefined,
      signal,
    },
  );
  let hidden = 0;
  for await (const issue of found) {
    if (issue.severity === 'error' && found.summary.errors > maxErrors) hidden += 1;
    else {
      const written = output.result(asJson(file, issue), asText(file, issue));
      if (written !== undefined) await written;
    }
  }
  const { lines, adds, deletes, errors, warnings } = found.summary;
  const notShown = hidden > 0 ? ` (${hidden} errors not shown)` : '';
  await output.result(
    { summary: { lines, adds, deletes, errors, warnings } },
    `${lines} lines (${adds} ADD, ${deletes} DELETE): ${errors} errors, ${warnings} warnings${notShown}`,
  );
  return errors > 0 ? EXIT.data : EXIT.fine;
};
