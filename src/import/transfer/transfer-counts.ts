import { assertConserved } from '../../shared/errors/conservation.ts';
import type { ObjectSource } from '../../shared/objects/object-store.ts';
import type { SourceTraits } from '../source/source-traits.ts';
import type { TransferSettings } from './transfer-options.ts';
import type { TransferOutcome, TransferSummary } from './transfer-outcome.ts';
import type { PlannedTransfer } from './transfer-state.ts';

/** Listing a bucket gives so many keys in one request. */
const KEYS_IN_A_LIST = 1_000;

/** Counts what became of images. */
export class TransferCounts {
  readonly #statuses = { sent: 0, present: 0, refused: 0, failed: 0, ready: 0 };
  /** Of images that went through this machine, or would. */
  #bytes = 0;
  readonly #copied = { images: 0, bytes: 0 };
  #reads = 0;

  /** How many images have their outcome. */
  get done(): number {
    return Object.values(this.#statuses).reduce((sum, count) => sum + count);
  }

  /** Of the images that were sent, or would be. */
  get bytes(): number {
    return this.#bytes + this.#copied.bytes;
  }

  add({ status, bytes, isCopied = false }: TransferOutcome): void {
    this.#statuses[status] += 1;
    if (status !== 'sent' && status !== 'ready') return;
    if (!isCopied) this.#bytes += bytes ?? 0;
    else {
      this.#copied.images += 1;
      this.#copied.bytes += bytes ?? 0;
    }
  }

  /** The source, each of whose reads is counted. */
  countReads(source: Pick<ObjectSource, 'read'>): Pick<ObjectSource, 'read'> {
    return {
      read: (...args) => {
        this.#reads += 1;
        return source.read(...args);
      },
    };
  }

  /** @throws {Error} when an image is not accounted for: a defect of this package */
  summary({ listed, leftOut, images }: PlannedTransfer): Omit<TransferSummary, 'seconds'> {
    const { sent, present, refused, failed, ready } = this.#statuses;
    assertConserved('the upload', listed, { sent, present, refused, failed, ready, leftOut });
    assertConserved('the upload', images, { done: this.done });
    const [copied, bytes] = ready > 0 ? [0, 0] : [this.#copied.images, this.bytes];
    return { listed, sent, copied, present, refused, failed, leftOut, bytes };
  }

  /** What an upload would do. */
  dryRun(
    { listed, listedAtTarget }: PlannedTransfer,
    { megabitsPerSecond, bytesPerSecond = Number.POSITIVE_INFINITY }: TransferSettings,
    { isNear, isListedByPages }: SourceTraits,
  ): NonNullable<TransferSummary['dryRun']> {
    const { ready } = this.#statuses;
    const { images: copied, bytes: copiedBytes } = this.#copied;
    const bytes = this.#bytes;
    const pages = (objects: number) => Math.max(1, Math.ceil(objects / KEYS_IN_A_LIST));
    return {
      ...{ ready, copied, bytes: bytes + copiedBytes },
      requests: {
        ListObjectsV2: pages(listedAtTarget) + (isListedByPages ? pages(listed) : 0),
        GetObject: 1 + (isNear ? 0 : this.#reads), // the target is asked for one object, to see that it is there
        PutObject: ready - copied,
        ...(copied > 0 && { CopyObject: copied }),
      },
      seconds: Math.ceil(Math.max((bytes * 8) / (megabitsPerSecond * 1e6), bytes / bytesPerSecond)),
    };
  }
}
