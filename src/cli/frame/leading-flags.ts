/** Flags that count wherever they stand, and may so come before a command. */
export const LEADING: readonly string[] = ['--json', '--quiet', '--verbose'];

/** Flags that stand for a command. */
export const HELP: readonly string[] = ['--help', '-h'];
export const VERSION: readonly string[] = ['--version', '-V'];
