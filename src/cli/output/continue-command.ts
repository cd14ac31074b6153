import { masked } from './masked.ts';
import { printable } from './printable.ts';

/**
 * What to type to continue an import.
 *
 * @param state the folder that has what was done
 * @param isGiven whether the command that was typed names it
 */
export function howToContinue(state: string, isGiven: boolean): readonly string[] {
  if (!isGiven) return [`What was done is kept: continue with --state ${quoted(state)}`];
  const typed = process.argv.slice(2);
  const shown = typed.map(masked);
  const line = `Continue with: ${['imagesearch-import', ...shown].map(quoted).join(' ')}`;
  return typed.every((text, at) => text === shown[at]) ? [line] : [PASSWORD, line];
}

const PASSWORD =
  'A password stands in place of ********: type it, or have IMAGESEARCH_QUEUE carry the address of the queue, and leave out --queue';

/** An argument as a POSIX shell takes it, and as bash and zsh do where it has characters that no terminal may get. */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (printable(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${printable(text.replace(/['\\]/g, '\\$&'))}'`;
}
