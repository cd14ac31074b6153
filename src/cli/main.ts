#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { EXIT } from './exit-codes.ts';
import { openOutput } from './output.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

// We wait for the network: V8 may collect its garbage early instead of letting it grow while it is cheap to.
setFlagsFromString('--optimize-for-size');

/** The second Ctrl-C, and a reader of ours that has gone (`| head`), end the process where it stands. */
const interrupt = new AbortController();
const stop = () => {
  if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
  interrupt.abort(new Error('Interrupted'));
};
process.on('SIGINT', stop).on('SIGTERM', stop);
process.stdout.on('error', () => process.exit(EXIT.fine));

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const notes = openOutput(false, process.stdout, process.stderr);
const program = createProgram(version, async (json, command) => {
  const output = openOutput(json, process.stdout, process.stderr);
  process.exitCode = await command({ output, json, signal: interrupt.signal });
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error, notes, interrupt.signal);
}
if (interrupt.signal.aborted) process.exit(); // whatever a library still waits for is not worth waiting for
