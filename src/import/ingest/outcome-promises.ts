import type { EntryOutcome } from '../entry-outcome.ts';

interface Waiting {
  readonly resolve: (outcome: EntryOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** The promises of entries whose outcomes are not known yet, by batch and number. Each settles once. */
export class OutcomePromises {
  readonly #batches = new Map<number, Map<number, Waiting>>();
  #onSettled: (() => void)[] = [];

  /** A promise for the outcome of an entry. */
  promise(batch: number, number: number): Promise<EntryOutcome> {
    const { promise, ...waiting } = withResolvers();
    const known = this.#batches.get(batch) ?? new Map<number, Waiting>();
    this.#batches.set(batch, known.set(number, waiting));
    return promise;
  }

  /** Whether somebody waited for this outcome. */
  resolve(batch: number, number: number, outcome: EntryOutcome): boolean {
    const waiting = this.#batches.get(batch)?.get(number);
    this.#batches.get(batch)?.delete(number);
    waiting?.resolve(outcome);
    return waiting !== undefined;
  }

  /** @throws {Error} when an entry of the batch has no outcome: that is a defect of the import */
  finish(batch: number): void {
    const left = this.#batches.get(batch)?.size ?? 0;
    this.#batches.delete(batch);
    if (left > 0) throw new Error(`Defect in CatalogueImport: ${left} entries have no outcome`);
    this.#tellSettled();
  }

  /** Rejects every promise that is left. */
  rejectAll(error: unknown): void {
    for (const batch of this.#batches.values()) for (const { reject } of batch.values()) reject(error);
    this.#batches.clear();
    this.#tellSettled();
  }

  /** Resolves when no promise is left. */
  settled(): Promise<void> {
    if (this.#batches.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onSettled.push(resolve));
  }

  #tellSettled(): void {
    if (this.#batches.size > 0) return;
    for (const tell of this.#onSettled) tell();
    this.#onSettled = [];
  }
}

function withResolvers(): Waiting & { readonly promise: Promise<EntryOutcome> } {
  let waiting: Waiting | undefined;
  const promise = new Promise<EntryOutcome>((resolve, reject) => {
    waiting = { resolve, reject };
  });
  return { promise, ...(waiting as Waiting | undefined as Waiting) };
}
