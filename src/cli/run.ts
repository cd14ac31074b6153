import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { EXIT } from './exit-codes.ts';
import { OutputLost, openOutput } from './output.ts';
import { tellProcessTroubles } from './process-troubles.ts';
import { runProgram } from './run-program.ts';

// The command mostly waits for the network, so it can afford earlier garbage collection, which needs less memory.
setFlagsFromString('--optimize-for-size');

/** Ends the command in good order; a second Ctrl-C ends the process at once. */
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
process.stdout.on('error', (cause) => interrupt.abort(new OutputLost('Cannot write the results', { cause })));
process.stderr.on('error', () => {}); // a closed standard error must not end the command
const notes = openOutput(false, process.stdout, process.stderr, signal);
tellProcessTroubles(notes, async (error) =>
  (await import('./report-error.ts')).reportError(error, notes, signal),
);

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
process.exitCode = await runProgram(process.argv.slice(2), version, process, signal);
if (signal.aborted) process.exit(); // a library may still hold the process open
