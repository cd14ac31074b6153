import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MetaLineParser } from '../../meta/index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { PROGRAM } from '../frame/overview.ts';
import type { LintOptions } from '../options/lint-options.ts';
import { quoted } from '../output/continue-command.ts';
import { counted } from '../output/counted.ts';
import { ShownIssues } from '../output/shown-issues.ts';
import { asJson, asText } from '../results/lint-output.ts';

/** `lint FILE|-`: checks an increment.meta and prints its issues; with `--fix OUT` writes it corrected. */
export const lint: Action<readonly [string], LintOptions> = async (context, [file], options) => {
  const { output, json, signal, commandLine } = context;
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
  let firstError: string | undefined;
  for await (const issue of found) {
    if (issue.severity === 'error') firstError ??= issue.code;
    if (!shown.takes(issue)) continue;
    const written = output.result(asJson(file, issue), asText(file, issue));
    if (written !== undefined) await written;
  }
  const { lines, adds, deletes, errors, warnings } = found.summary;
  await output.result(
    { summary: { lines, adds, deletes, errors, warnings } },
    `${counted(lines, 'line')} (${adds} ADD, ${deletes} DELETE): ${counted(errors, 'error')}, ${counted(warnings, 'warning')}${shown.notShown}`,
  );
  if (firstError === undefined) return EXIT.fine;
  if (json) return EXIT.data;
  output.note(`What a code means: ${PROGRAM} explain ${firstError}`);
  if (isFile) {
    const fixed = join(dirname(file), 'fixed', basename(file));
    // followingCommands would have the whole package loaded
    const fix = [PROGRAM, 'lint', ...Object.values(commandLine).flat(), '--fix', fixed];
    output.note(`The file as it was meant, where that can be told: ${fix.map(quoted).join(' ')}`);
  }
  return EXIT.data;
};
