import type { EntryOutcome } from '../entry-outcome.ts';

interface Waiting {
  readonly resolve: (outcome: EntryOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** The promises of entries whose outcomes are not known yet, by batch and number. Each settles once. */
export class OutcomePromises {
  readonly #batches = new Map<number, Map<number, Waiting>>();
  #onSettled: { readonly batch: number; readonly resolve: () => void }[] = [];

  /** A promise for the outcome of an entry. */
  promise(batch: number, number: number): Promise<EntryOutcome> {
    const known = this.#batches.get(batch) ?? new Map<number, Waiting>();
    this.#batches.set(batch, known);
    const promise = new Promise<EntryOutcome>((resolve, reject) => known.set(number, { resolve, reject }));
    promise.catch(() => {}); // it may settle before it has reached the caller, who learns of it all the same
    return promise;
  }

  /** @throws {Error} when nobody waits for this outcome, as then outcomes would go to others: that is a defect of the import */
  resolve(batch: number, number: number, outcome: EntryOutcome): void {
    const waiting = this.#batches.get(batch)?.get(number);
    if (waiting === undefined)
      throw new Error(`Defect in CatalogueImport: nobody waits for an outcome of entry ${number}`);
    this.#batches.get(batch)?.delete(number);
    waiting.resolve(outcome);
  }

  /** @throws {Error} when an entry of the batch has no outcome: that is a defect of the import */
  finish(batch: number): void {
    const left = this.#batches.get(batch)?.size ?? 0;
    if (left > 0) throw new Error(`Defect in CatalogueImport: ${left} entries have no outcome`); // `rejectAll` settles them
    this.#batches.delete(batch);
    this.#tellSettled();
  }

  /** Rejects every promise that is left. */
  rejectAll(error: unknown): void {
    for (const batch of this.#batches.values()) for (const { reject } of batch.values()) reject(error);
    this.#batches.clear();
    this.#tellSettled();
  }

  /** Resolves when no promise of this batch or an earlier one is left. */
  settledUpTo(batch: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onSettled.push({ batch, resolve });
      this.#tellSettled();
    });
  }

  #tellSettled(): void {
    const oldest = Math.min(...this.#batches.keys());
    const isOver = ({ batch }: { readonly batch: number }) => batch < oldest;
    for (const { resolve } of this.#onSettled.filter(isOver)) resolve();
    this.#onSettled = this.#onSettled.filter((one) => !isOver(one));
  }
}
