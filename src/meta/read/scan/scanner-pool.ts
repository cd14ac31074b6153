import type { MetaContext } from '../../model/meta-context.ts';
import { LineScanner } from './line-scanner.ts';
import { PlainScanner, type Scanner } from './plain-scanner.ts';

/**
 * Lends scanners for the rules of one context. A scanner that was given back is lent again, since making one takes longer than
 * reading a small text; sources that are read side by side have a scanner each.
 */
export class ScannerPool {
  readonly #context: MetaContext;
  readonly #maxLineBytes: number;
  #idle: Scanner | undefined;
  #isPlainBest = false;

  constructor(context: MetaContext, maxLineBytes: number) {
    this.#context = context;
    this.#maxLineBytes = maxLineBytes;
  }

  /** Whether a scanner can be had without waiting. */
  get isReady(): boolean {
    return this.#idle !== undefined || LineScanner.isCompiled;
  }

  /** A scanner without waiting: one that finds lines only unless `isReady`. */
  takeNow(): Scanner {
    const idle = this.#idle;
    this.#idle = undefined;
    return idle ?? LineScanner.openCompiled(this.#context, this.#maxLineBytes) ?? new PlainScanner();
  }

  /** A scanner: where there is no WebAssembly, one that finds lines only. */
  async take(): Promise<Scanner> {
    if (!this.isReady) await LineScanner.compile();
    const scanner = this.takeNow();
    this.#isPlainBest = scanner instanceof PlainScanner;
    return scanner;
  }

  /** Takes back a scanner that nobody reads from any more; not one that finds lines only, where there are better ones. */
  giveBack(scanner: Scanner): void {
    if (this.#isPlainBest || !(scanner instanceof PlainScanner)) this.#idle = scanner;
  }
}
