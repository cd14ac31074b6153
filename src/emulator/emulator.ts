import type { FaultRule } from './faults/fault-rule.ts';
import type { FaultHandle } from './faults/fault-rules.ts';
import type { GalleryRecord } from './image-search/gallery-record.ts';

/** A running emulator: how to reach it, what it holds, how to spoil its answers, how to end it. */
export interface Emulator extends AsyncDisposable {
  /** `127.0.0.1:PORT`, http. */
  readonly imageSearchEndpoint: string;
  /** `http://localhost:PORT`. */
  readonly ossEndpoint: string;
  /** `https://127.0.0.1:PORT`, of a certificate that nobody trusts: where AuthorizeFileUpload sends files. */
  readonly uploadEndpoint: string;
  readonly regionId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly instanceName: string;
  readonly bucketName: string;
  /** What the gallery holds, for assertions. */
  gallery(): readonly GalleryRecord[];
  /**
   * Lets answers go wrong from now on, after the rules that are there already.
   *
   * @throws {TypeError | RangeError} for a rule that could not be carried out
   */
  addFault(rule: FaultRule): FaultHandle;
  /** Makes everything as just after the start: empty buckets, an empty gallery, no task, the faults of the options anew. */
  reset(): void;
  /** Stops listening, ends every connection and every task that is still running. */
  close(): Promise<void>;
}
