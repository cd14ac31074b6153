import type { Writable } from 'node:stream';

const RED = ['\u001b[31m', '\u001b[39m'] as const;
const YELLOW = ['\u001b[33m', '\u001b[39m'] as const;
const GREEN = ['\u001b[32m', '\u001b[39m'] as const;
const BOLD = ['\u001b[1m', '\u001b[22m'] as const;

/** What is coloured: the first of these that a line has. A verdict stands before the code that explains it, or begins the line. */
const PATTERNS: readonly (readonly [RegExp, readonly [on: string, off: string]])[] = [
  [/^[A-Z][^.:]*:$/, BOLD],
  [/^error(?=[: ])/, RED],
  [/^warning(?= )/, YELLOW],
  [/^fine(?= )/, GREEN],
  [/(?<= )(?:error|refused|failed|unrepaired)(?= (?:[^ ]+ ){0,2}[A-Z]+_[A-Z_]+ )/, RED],
  [/(?<= )warning(?= [A-Z]+_[A-Z_]+ )/, YELLOW],
  [/(?<= )fixed(?= [A-Z]+_[A-Z_]+ )/, GREEN],
  [/(?<= )ok(?= [a-z]+ \d+\u00d7\d+$)/, GREEN],
];

/** Colours the verdict of a line. The text stays the same, and a line that says nothing of a verdict does, too. */
export function paint(line: string): string {
  const found = PATTERNS.find(([pattern]) => pattern.test(line));
  if (found === undefined) return line;
  const [pattern, [on, off]] = found;
  return line.replace(pattern, (word) => `${on}${word}${off}`);
}

/** Whether a stream gets colours: a terminal does, unless `NO_COLOR` is set; with `FORCE_COLOR` everything does. */
export function hasColours(stream: Writable, env: Readonly<Record<string, string | undefined>>): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = env;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return 'isTTY' in stream && stream.isTTY === true && TERM !== 'dumb';
}
