#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { EXIT } from './exit-codes.ts';
import { flushed, OutputLost, openOutput } from './output.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

// We wait for the network: V8 may collect its garbage early instead of letting it grow while it is cheap to.
setFlagsFromString('--optimize-for-size');

/** Ends the command in good order; a second Ctrl-C ends the process where it stands. */
const interrupt = new AbortController();
const { signal } = interrupt;
const stop = () => {
  if (signal.aborted) process.exit(EXIT.interrupted);
  interrupt.abort(new Error('Interrupted'));
};
process.on('SIGINT', stop).on('SIGTERM', stop);
process.stdout.on('error', (cause) => interrupt.abort(new OutputLost('Cannot write the results', { cause })));
process.stderr.on('error', () => {}); // notes that nobody reads are no reason to stop

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const notes = openOutput(false, process.stdout, process.stderr, signal);
const program = createProgram(version, async (json, command) => {
  const output = openOutput(json, process.stdout, process.stderr, signal);
  try {
    process.exitCode = await command({ output, json, signal });
  } finally {
    output.flush();
  }
});

try {
  await program.parseAsync();
  await flushed(process.stdout);
  if (signal.reason instanceof OutputLost) throw signal.reason;
} catch (error) {
  process.exitCode = reportError(error, notes, signal);
}
if (signal.aborted) process.exit(); // whatever a library still waits for is not worth waiting for
