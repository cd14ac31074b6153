import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CALL_CHANNEL, type CallMessage, OSS_CALL_CHANNEL, type OssCallMessage } from '../../index.ts';
import type { Output } from '../output/output.ts';

/** Prints each call of Image Search and of OSS while a command runs. Returns what ends that. */
export function printCalls(output: Output): () => void {
  const print = (message: unknown) => output.note(callLine(message as CallMessage | OssCallMessage));
  const channels = [CALL_CHANNEL, OSS_CALL_CHANNEL];
  for (const channel of channels) subscribe(channel, print);
  return () => {
    for (const channel of channels) unsubscribe(channel, print);
  };
}

function callLine(call: CallMessage | OssCallMessage): string {
  const { attempt, milliseconds, ok, code, httpStatus, requestId } = call;
  const what = 'operation' in call ? call.operation : call.action;
  return [
    `call ${what}, attempt ${attempt}: ${ok ? 'fine' : (code ?? 'aborted')}`,
    httpStatus === undefined ? '' : `status ${httpStatus}`,
    `${Math.round(milliseconds)} ms`,
    requestId === undefined ? '' : `request ${requestId}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
