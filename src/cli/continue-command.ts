import { printable } from './printable.ts';

/**
 * What to type to continue an import.
 *
 * @param state the folder that has what was done
 * @param isGiven whether the command that was typed names it
 */
export const howToContinue = (state: string, isGiven: boolean): string =>
  isGiven
    ? `Continue with: ${['imagesearch-import', ...process.argv.slice(2)].map(quoted).join(' ')}`
    : `What was done is kept: continue with --state ${quoted(state)}`;

/** An argument as a POSIX shell takes it, and as bash and zsh do where it has characters that no terminal may get. */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (printable(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`;
  return `$'${printable(text.replace(/['\\]/g, '\\$&'))}'`;
}
