import { fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { writeWholeFile } from '../../index.ts';
import { fixMeta, type MetaFixSummary, MetaLineParser } from '../../meta/index.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { LintOptions } from '../options/lint-options.ts';
import { counted } from '../output/counted.ts';
import { NotShown } from '../output/not-shown.ts';
import { type Output, PART } from '../output/output.ts';
import { besideFile, checkOutputFile, STANDARD, withOutputFile } from '../output/output-file.ts';
import { asJson, asText, type LineNote } from '../results/lint-output.ts';

/** Ends the writing of a file that would be empty, so that an older file stays. */
const NOTHING_LEFT = new Error('No line is left');

/**
 * `lint FILE|- --fix OUT`: writes the file corrected, and prints each change and each line that is left out. In the end OUT
 * is checked as `lint` checks it. The folder of OUT is made. When no line is left, nothing is written, and an older OUT stays.
 *
 * @throws {TypeError} when OUT is the file to be fixed, by whatever path, or a folder
 */
export async function lintFix(
  { output, json, signal }: Context,
  file: string,
  out: string,
  options: LintOptions,
): Promise<ExitCode> {
  checkOutputFile(out, '--fix', json);
  const printed = out === STANDARD ? besideFile(output) : output;
  if (out !== STANDARD) await refuseToReplace(file, out);
  return withOutputFile(out, output, signal, (path) => fixInto(path, printed, signal, file, out, options));
}

/** @param shownOut what OUT is called in what is printed */
async function fixInto(
  out: string,
  output: Output,
  signal: AbortSignal,
  file: string,
  shownOut: string,
  options: LintOptions,
): Promise<ExitCode> {
  const {
    maxErrors = Number.POSITIVE_INFINITY,
    duplicates,
    encoding,
    serviceType,
    profile,
    dialect,
  } = options;
  const rules = { serviceType, profile, dialect };
  const fix = fixMeta(file === '-' ? process.stdin : { path: file }, { ...rules, encoding, signal });
  const shown = new Map<string, number>();
  const hidden = new NotShown();
  const print = async (path: string, note: LineNote) => {
    const kind = note.severity === 'fixed' ? note.code : 'errors'; // so that no kind of change hides another
    const count = (shown.get(kind) ?? 0) + 1;
    shown.set(kind, count);
    if (count > maxErrors) hidden.add(NOUNS[note.severity], note.code);
    else await output.result(asJson(path, note), asText(path, note));
  };
  let isWritten = false;
  const remaining = { errors: 0, warnings: 0 };
  try {
    await writeWholeFile(out, fixedBytes(), { signal });
    for await (const issue of new MetaLineParser(rules).lint({ path: out }, { duplicates, signal })) {
      remaining[issue.severity === 'error' ? 'errors' : 'warnings'] += issue.count ?? 1;
      if (issue.severity === 'error') await print(shownOut, issue); // an issue of the file as a whole: no line is wrong
    }
  } catch (error) {
    if (error !== NOTHING_LEFT) throw error;
  }
  const { lines, adds, deletes, objects, unreadable, kept, fixed, leftOut, written } = fix.summary;
  const errors = fix.summary.errors + remaining.errors;
  const { warnings } = remaining;
  await output.result(
    {
      summary: {
        ...{ lines, adds, deletes, errors, warnings },
        ...{ objects, unreadable, kept, fixed, leftOut, written },
      },
    },
    `${countsOf(fix.summary)} → ${isWritten ? `${shownOut} (${adds} ADD, ${deletes} DELETE, ${counted(warnings, 'warning')})` : `${shownOut} is not written: no line is left`}${hidden.text}`,
  );
  return errors > 0 ? EXIT.data : EXIT.fine;

  async function* fixedBytes() {
    for await (const { bytes, notes } of fix) {
      for (const note of notes) await print(file, note);
      if (bytes.length === 0) continue;
      isWritten = true;
      yield bytes;
    }
    if (!isWritten) throw NOTHING_LEFT;
  }
}

/** What a note is called that is not printed. */
const NOUNS = { fixed: 'change', error: 'error', warning: 'warning' } as const;

const countsOf = ({ lines, objects, unreadable, kept, fixed, leftOut }: MetaFixSummary): string =>
  `${counted(lines, 'line')}, ${counted(objects, 'object')}${unreadable > 0 ? `, ${unreadable} unreadable` : ''}: ${kept} kept, ${fixed} fixed, ${leftOut} left out`;

/** Until OUT is whole it is written as `OUT.part`: neither of them may be the file that is read. */
async function refuseToReplace(file: string, out: string): Promise<void> {
  const input = file === '-' ? fstatSync(0, { bigint: true }) : await stat(file, { bigint: true });
  for (const path of [out, out + PART]) {
    const there = await statIfThere(path);
    if (there?.dev === input.dev && there.ino === input.ino)
      throw new TypeError(`Cannot write ${path} as it is the file to be fixed: name another with --fix`);
    if (there?.isDirectory())
      throw new TypeError(`Cannot write ${path} as it is a folder: name a file in it with --fix`);
  }
}

async function statIfThere(path: string) {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
