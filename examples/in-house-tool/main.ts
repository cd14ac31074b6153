/** The tool: `tsx main.ts CATALOGUE --images FOLDER …` imports with a table of one's own in place of the command's text. */
import { nextStep } from './exit-codes.ts';
import { ImportTable } from './import-table.ts';
import { runImport } from './run-import.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stop.abort(new Error(signal)));

const { lines, exitCode } = runImport(process.argv.slice(2), { signal: stop.signal });
const table = new ImportTable();
for await (const line of lines) table.add(line);
process.exitCode = await exitCode;
console.log(`${table}\n${nextStep(process.exitCode)}`);
