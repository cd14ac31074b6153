import type { FaultRule } from './faults/fault-rule.ts';
import type { FaultHandle } from './faults/fault-rules.ts';
import type { GalleryRecord } from './image-search/gallery-record.ts';

/** A running emulator: where it listens, what it holds, and how to add faults, reset it and close it. */
export interface Emulator extends AsyncDisposable {
  /** `127.0.0.1:PORT`, http. */
  readonly imageSearchEndpoint: string;
  /** `http://localhost:PORT`. */
  readonly ossEndpoint: string;
  /** `https://127.0.0.1:PORT`, with a self-signed certificate: where AuthorizeFileUpload has files uploaded to. */
  readonly uploadEndpoint: string;
  /** The region of both services. */
  readonly regionId: string;
  /** The id of the account's access key. An emulator can be given as `credentials`. */
  readonly accessKeyId: string;
  /** The secret of the account's access key. */
  readonly accessKeySecret: string;
  /** The name of the instance. */
  readonly instanceName: string;
  /** The name of the bucket that there is at the start. */
  readonly bucketName: string;
  /** What the gallery holds, for assertions. */
  gallery(): readonly GalleryRecord[];
  /**
   * Adds a rule for wrong answers; the rules that were added before come first.
   *
   * @throws {TypeError | RangeError} for an invalid rule
   */
  addFault(rule: FaultRule): FaultHandle;
  /** Restores the state of the start: empty buckets, an empty gallery, no tasks, and the fault rules of the options. */
  reset(): void;
  /** Stops listening, and ends every connection and every running task. */
  close(): Promise<void>;
}
