import type { Writable } from 'node:stream';
import { isTerminal } from '../output/output.ts';
import type { Environment } from '../settings/setting-table.ts';
import type { StatusLine } from './status-line.ts';

/** Where a stream is a terminal on which a line can be drawn anew; what draws it is loaded there alone. */
export async function statusLineOf(
  stream: Writable,
  { TERM }: Environment['env'],
): Promise<StatusLine | undefined> {
  if (!isTerminal(stream) || TERM === 'dumb') return undefined;
  return (await import('./status-line.ts')).openStatusLine(stream);
}
