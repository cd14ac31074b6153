import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { EXIT } from './exit-codes.ts';
import { OutputLost, openOutput } from './output/output.ts';
import { tellProcessTroubles } from './process-troubles.ts';
import { runProgram } from './run-program.ts';

/** Runs the command line of this process to its end. */
export async function run(): Promise<void> {
  // The command mostly waits for the network, so it can afford earlier garbage collection, which needs less memory.
  setFlagsFromString('--optimize-for-size');
  const { signal, abort } = interruptible();
  process.stdout.on('error', (cause) => abort(new OutputLost('Cannot write the results', { cause })));
  process.stderr.on('error', () => {}); // a closed standard error must not end the command
  const notes = openOutput(false, process.stdout, process.stderr, signal);
  tellProcessTroubles(notes, async (error) =>
    (await import('./output/report-error.ts')).reportError(error, notes, signal),
  );
  process.exitCode = await runProgram(process.argv.slice(2), versionHere, process, signal);
  if (signal.aborted) process.exit(); // a library may still hold the process open
}

/** A signal that Ctrl-C aborts, to end the command in good order; a second Ctrl-C ends the process at once. */
function interruptible() {
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const stop = () => {
    if (signal.aborted) {
      process.off('SIGINT', stop).off('SIGTERM', stop); // Node cannot exit while the system opens a pipe: a third one kills
      process.exit(EXIT.interrupted);
    }
    interrupt.abort(new Error('Interrupted'));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return { signal, abort: (reason: Error) => interrupt.abort(reason) };
}

const versionHere = (): string =>
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
