/** What each exit code of the command means here, and what happens next. */
const NEXT: Readonly<Record<number, string>> = {
  0: 'All is in the gallery',
  1: 'Some entries are not in the gallery: mend them and import the catalogue again',
  2: 'The command was used wrongly: this tool, or its settings, must be mended',
  3: 'A service failed: run the tool again, and it continues',
  130: 'Interrupted: run the tool again, and it continues',
};

export const nextStep = (exitCode: number): string =>
  NEXT[exitCode] ?? `The command has ended with ${exitCode}, which this tool does not know`;
