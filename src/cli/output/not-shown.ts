import { counted } from './counted.ts';

/** Counts what is found and not printed, each code for itself. */
export class NotShown {
  readonly #counts = new Map<string, { readonly noun: string; readonly code: string; count: number }>();

  /** @param noun what it is: an error, a warning, a change */
  add(noun: string, code: string): void {
    const key = `${noun} ${code}`;
    const known = this.#counts.get(key) ?? { noun, code, count: 0 };
    this.#counts.set(key, known);
    known.count += 1;
  }

  /** ` (not shown: 3 errors META_A, 1 warning META_B)`, the most frequent code first; empty when all was printed. */
  get text(): string {
    const parts = [...this.#counts.values()]
      .toSorted((one, other) => other.count - one.count)
      .map(({ noun, code, count }) => `${counted(count, noun)} ${code}`);
    return parts.length === 0 ? '' : ` (not shown: ${parts.join(', ')})`;
  }
}
