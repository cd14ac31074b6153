import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CALL_CHANNEL, type CallMessage } from '../../index.ts';
import type { Output } from '../output.ts';

/** Prints each call of Image Search while a command runs. Returns what ends that. */
export function printCalls(output: Output): () => void {
  const print = (message: unknown) => output.note(callLine(message as CallMessage));
  subscribe(CALL_CHANNEL, print);
  return () => void unsubscribe(CALL_CHANNEL, print);
}

function callLine(call: CallMessage): string {
  const { operation, attempt, milliseconds, ok, code, httpStatus, requestId } = call;
  return [
    `call ${operation}, attempt ${attempt}: ${ok ? 'fine' : (code ?? 'aborted')}`,
    httpStatus === undefined ? '' : `status ${httpStatus}`,
    `${Math.round(milliseconds)} ms`,
    requestId === undefined ? '' : `request ${requestId}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
