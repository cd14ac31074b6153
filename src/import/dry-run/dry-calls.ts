import type { AcceptedEntry } from '../prepare/check-entry.ts';
import type { SendEntry } from '../prepare/send-entry.ts';

/** Counts the pictures of calls that a dry run does not make. */
export class DryCalls {
  #images = 0;
  #bytes = 0;

  /** What would have been sent. */
  get sent(): { readonly images: number; readonly bytes: number } {
    return { images: this.#images, bytes: this.#bytes };
  }

  readonly send: SendEntry = async ({ image }: AcceptedEntry) => {
    if (image !== null) {
      this.#images += 1;
      this.#bytes += image.bytes?.length ?? 0;
    }
    return {};
  };
}
