import type { ImageSearchError, ImportStopped } from '../../index.ts';
import { masked } from './masked.ts';
import { printable } from './printable.ts';

/**
 * What to type to continue an import.
 *
 * @param state the folder that has what was done
 * @param isGiven whether the command that was typed names it
 * @param error what ended the import; undefined when it was interrupted
 */
export function howToContinue(state: string, isGiven: boolean, error?: unknown): readonly string[] {
  if (!isGiven) return [`What was done is kept: continue with --state ${quoted(state)}`];
  if (error instanceof TypeError || error instanceof RangeError) return []; // the same command fails again
  if (codeOf(error) === 'STATE_TAKEN') return []; // the process that has the state continues it
  const typed = process.argv.slice(2);
  if (codeOf(error) === 'PLAN_STALE' && typed.some((text) => /^--plan(=|$)/.test(text))) return []; // and so does this one
  const shown = typed.map(masked);
  const passed = LIMIT_OF[codeOf(error)];
  const how = passed === undefined ? 'Continue with' : `Continue, with a higher ${passed}`;
  const line = `${how}: ${['imagesearch-import', ...shown].map(quoted).join(' ')}`;
  return typed.every((text, at) => text === shown[at]) ? [line] : [PASSWORD, line];
}

const codeOf = (error: unknown): string => (error as Partial<ImageSearchError> | undefined)?.code ?? '';

/** The limit that has ended an import, by the code of its error. */
const LIMIT_OF: Readonly<Record<string, string>> = {
  TOO_MANY_REFUSED: '--max-refused',
  TOO_MANY_FAILED: '--max-failed',
} satisfies Partial<Record<ImportStopped['code'], string>>;

const PASSWORD =
  'A password stands in place of ********: type it, or have IMAGESEARCH_QUEUE carry the address of the queue, and leave out --queue';

/** An argument as a POSIX shell takes it, and as bash and zsh do where it has characters that no terminal may get. */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (printable(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${printable(text.replace(/['\\]/g, '\\$&'))}'`;
}
