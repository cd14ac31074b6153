import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeldResponse } from './held-response.ts';

export type FaultService = 'imageSearch' | 'oss';

/** A request that is struck. */
export interface StruckCall {
  readonly service: FaultService;
  readonly operation: string | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the emulator answered to the work that it did; none when nothing was done. */
  readonly held: HeldResponse | undefined;
  /** Does the work and answers as it should. */
  readonly work: () => Promise<void>;
}
