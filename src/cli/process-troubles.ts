import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output/output.ts';

/** Prints in our way what Node would print as it comes: warnings of the process, and errors that nobody has caught. */
export function tellProcessTroubles(output: Output, report: (error: unknown) => Promise<ExitCode>): void {
  if (process.listenerCount('warning') > 0)
    // none with --no-warnings
    process
      .removeAllListeners('warning')
      .on('warning', (warning: Warning) => output.note(warningLines(warning)));
  process.on('uncaughtException', async (error) => process.exit(await report(error)));
}

interface Warning extends Error {
  readonly code?: string;
  readonly detail?: string;
}

function warningLines({ name, code, message, detail }: Warning): readonly string[] {
  const line = `${name}: ${message}${code === undefined ? '' : ` [${code}]`}`;
  return detail === undefined ? [line] : [line, detail];
}
