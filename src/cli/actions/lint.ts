import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MetaLineParser } from '../../meta/index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { LintOptions } from '../options/lint-options.ts';
import { counted } from '../output/counted.ts';
import { asJson, asText } from '../output/lint-output.ts';
import { ShownIssues } from '../output/shown-issues.ts';

/** `lint FILE|-`: checks an increment.meta and prints its issues; with `--fix OUT` writes it corrected. */
export const lint: Action<readonly [string], LintOptions> = async (context, [file], options) => {
  const { output, json, signal } = context;
  const { maxErrors = Number.POSITIVE_INFINITY, duplicates, serviceType, profile, dialect } = options;
  if (file !== '-' && (await stat(file)).isDirectory())
    throw new TypeError(`Cannot lint ${file} as it is a folder: name the file in it`);
  if (options.fix !== undefined) {
    const { lintFix } = await import('./lint-fix.ts'); // most calls do not need it
    return lintFix(context, file, options.fix, options);
  }
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
  const shown = new ShownIssues(maxErrors, json);
  for await (const issue of found) {
    if (!shown.takes(issue)) continue;
    const written = output.result(asJson(file, issue), asText(file, issue));
    if (written !== undefined) await written;
  }
  const { lines, adds, deletes, errors, warnings } = found.summary;
  await output.result(
    { summary: { lines, adds, deletes, errors, warnings } },
    `${counted(lines, 'line')} (${adds} ADD, ${deletes} DELETE): ${counted(errors, 'error')}, ${counted(warnings, 'warning')}${shown.notShown}`,
  );
  return errors > 0 ? EXIT.data : EXIT.fine;
};
