import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CALL_CHANNEL, type CallMessage } from '../../src/service/calls/call-message.ts';

/** The operations that were called at an endpoint, in the order they ended, repeats included. */
export function logCalls(endpoint: string): { readonly operations: readonly string[] } & Disposable {
  const operations: string[] = [];
  const hear = (message: unknown) => {
    const call = message as CallMessage;
    if (call.endpoint === endpoint) operations.push(call.operation);
  };
  subscribe(CALL_CHANNEL, hear);
  return { operations, [Symbol.dispose]: () => void unsubscribe(CALL_CHANNEL, hear) };
}
