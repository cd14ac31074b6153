import type { Clock } from '../../shared/sleep.ts';
import type { Handler } from '../listen.ts';
import type { Fault, FaultRules } from './fault-rules.ts';
import { FAULTS, type FaultRow } from './faults.ts';
import { HeldResponse } from './held-response.ts';
import type { NameRequest } from './name-request.ts';
import type { FaultService, StruckCall } from './struck-call.ts';

export interface WithFaultsOptions {
  readonly rules: FaultRules;
  readonly clock: Clock;
  readonly nameRequest: NameRequest;
  /** Hears of faults of the emulator itself. */
  readonly onDefect: (error: unknown) => void;
}

/** Stands before a handler that knows nothing of it, and spoils what the rules name. */
export function withFaults(handle: Handler, service: FaultService, options: WithFaultsOptions): Handler {
  const { rules, onDefect } = options;
  return async (incoming, response) => {
    if (!rules.concern(service)) return await handle(incoming, response);
    try {
      const { operation, request } = await options.nameRequest(incoming);
      const fault = rules.strike(service, operation);
      if (fault === undefined) return await handle(request, response);
      const work = () => handle(request, response);
      await strike(fault, { service, operation, request, response, work }, handle, options.clock);
    } catch (error) {
      if (response.writableEnded) throw error; // the handler has answered, and told of its own defect
      const gone = response.destroyed || !incoming.complete;
      response.destroy();
      if (!gone) onDefect(error);
    }
  };
}

async function strike(
  { kind, workDone, delayMs, signal: letGo }: Fault,
  call: Omit<StruckCall, 'held'>,
  handle: Handler,
  clock: Clock,
): Promise<void> {
  const { request, response } = call;
  const held = workDone ? new HeldResponse(request) : undefined;
  const gone = new AbortController();
  const release = () => {
    gone.abort(letGo.reason);
    response.destroy();
  };
  response.once('close', () => {
    letGo.removeEventListener('abort', release);
    gone.abort(new Error('The client has gone'));
    held?.destroy();
  });
  letGo.addEventListener('abort', release, { once: true });

  if (held !== undefined) await handle(request, held);
  if (held?.destroyed) {
    response.destroy(); // the handler saw no sense in an answer
    return;
  }
  if (delayMs > 0) await clock.sleep(delayMs, gone.signal);
  const { strike }: FaultRow = FAULTS[kind];
  await strike({ ...call, held });
}
