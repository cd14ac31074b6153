import type { Clock } from '../../shared/async/sleep.ts';
import type { Handler } from '../listen.ts';
import { BufferedResponse } from './buffered-response.ts';
import { FAULTS, type FaultRow } from './fault-kinds.ts';
import type { Fault, FaultRules } from './fault-rules.ts';
import type { FaultedCall, FaultService } from './faulted-call.ts';
import type { FindOperation } from './request-operation.ts';

export interface WithFaultsOptions {
  readonly rules: FaultRules;
  readonly clock: Clock;
  readonly findOperation: FindOperation;
  /** Called with defects of the emulator itself. */
  readonly onDefect: (error: unknown) => void;
}

/** Wraps a handler: applies the fault rules to its requests, and passes the other requests on. */
export function withFaults(handle: Handler, service: FaultService, options: WithFaultsOptions): Handler {
  const { rules, onDefect } = options;
  return async (incoming, response) => {
    if (!rules.hasRulesFor(service)) return await handle(incoming, response);
    try {
      const { operation, request } = await options.findOperation(incoming);
      const fault = rules.match(service, operation);
      if (fault === undefined) return await handle(request, response);
      const work = () => handle(request, response);
      await applyFault(fault, { service, operation, request, response, work }, handle, options.clock);
    } catch (error) {
      if (response.writableEnded) throw error; // the handler has answered, and reported the defect itself
      const gone = response.destroyed || !incoming.complete;
      response.destroy();
      if (!gone) onDefect(error);
    }
  };
}

async function applyFault(
  { kind, workDone, delayMs, signal: ended }: Fault,
  call: Omit<FaultedCall, 'buffered'>,
  handle: Handler,
  clock: Clock,
): Promise<void> {
  const { request, response } = call;
  const buffered = workDone ? new BufferedResponse(request) : undefined;
  const gone = new AbortController();
  const release = () => {
    gone.abort(ended.reason);
    response.destroy();
  };
  response.once('close', () => {
    ended.removeEventListener('abort', release);
    gone.abort(new Error('The client has gone'));
    buffered?.destroy();
  });
  ended.addEventListener('abort', release, { once: true });

  if (buffered !== undefined) await handle(request, buffered);
  if (buffered?.destroyed) {
    response.destroy(); // the handler ended the connection instead of answering
    return;
  }
  if (delayMs > 0) await clock.sleep(delayMs, gone.signal);
  const { respond }: FaultRow = FAULTS[kind];
  await respond({ ...call, buffered });
}
