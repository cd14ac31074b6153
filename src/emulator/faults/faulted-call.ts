import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BufferedResponse } from './buffered-response.ts';

/** A service of the emulator. */
export type FaultService = 'imageSearch' | 'oss';

/** A request that a fault rule is applied to. */
export interface FaultedCall {
  readonly service: FaultService;
  readonly operation: string | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the emulator answered after doing the work; undefined when it did no work. */
  readonly buffered: BufferedResponse | undefined;
  /** Does the work and answers correctly. */
  readonly work: () => Promise<void>;
}
