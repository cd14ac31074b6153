import type { OutputConfiguration } from 'commander';
import type { Output } from './output/output.ts';

/** Help and version, whose lines are ours, and refusals, which repeat what was typed. */
export const commanderOutput = (output: Output): OutputConfiguration => ({
  writeOut: (text) => void output.result({ help: linesOf(text) }, linesOf(text)),
  getOutHelpWidth: () => output.columns,
  getErrHelpWidth: () => output.columns,
  writeErr: (text) => output.error(linesOf(text)),
  outputError: (text) => output.error(refusalLines(text)),
});

const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

/**
 * A refusal is one line, and perhaps a suggestion of names of ours. What was typed stands between quotes, so that only
 * commander's own words can end the text.
 */
const refusalLines = (text: string): readonly string[] =>
  text.replace(/\n$/, '').split(/\n(?=\(Did you mean [^\n']*\?\)$)/);
