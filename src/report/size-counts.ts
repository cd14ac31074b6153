const SMALLEST = 16 * 1024;
const LARGEST = 64 * 1024 * 1024;

/** Images of up to so many bytes, and of more than the step before. */
export interface SizeStep {
  /** Infinity for the last step. */
  readonly upTo: number;
  readonly images: number;
}

/** How many images have which size, in steps of twice as many bytes. The limit of the service, 4 MiB, is one of the steps. */
export class SizeCounts {
  readonly #counts = new Map<number, number>();

  /** @param bytes of an image; nothing is counted where it is not known */
  add(bytes: number | null | undefined): void {
    if (bytes === null || bytes === undefined) return;
    const step = bytes > LARGEST ? Number.POSITIVE_INFINITY : stepOf(bytes);
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + 1);
  }

  /** Every step from the smallest that has an image to the largest; none when no size is known. */
  steps(): readonly SizeStep[] {
    const all = [...this.#counts.keys()];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const between: SizeStep[] = [];
    for (let upTo = SMALLEST; upTo <= LARGEST; upTo *= 2)
      if (upTo >= least && upTo <= most) between.push({ upTo, images: this.#counts.get(upTo) ?? 0 });
    const beyond = this.#counts.get(Number.POSITIVE_INFINITY);
    return beyond === undefined ? between : [...between, { upTo: Number.POSITIVE_INFINITY, images: beyond }];
  }
}

const stepOf = (bytes: number): number => Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(Math.max(1, bytes))));
