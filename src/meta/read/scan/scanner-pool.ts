import type { MetaContext } from '../../rules/meta-rule.ts';
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

  constructor(context: MetaContext, maxLineBytes: number) {
    this.#context = context;
    this.#maxLineBytes = maxLineBytes;
  }

  /** The scanner that is idle, or a promise of a new one. */
  take(): Scanner | Promise<Scanner> {
    const idle = this.#idle;
    this.#idle = undefined;
    return idle ?? this.#open();
  }

  /** Takes back a scanner that nobody reads from any more. */
  giveBack(scanner: Scanner): void {
    this.#idle = scanner;
  }

  async #open(): Promise<Scanner> {
    return (await LineScanner.open(this.#context, this.#maxLineBytes)) ?? new PlainScanner();
  }
}
