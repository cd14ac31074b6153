import { ClosingItems } from '../../shared/async/closing-items.ts';
import { joinBytes } from '../../shared/text/join-bytes.ts';

export interface Peeked {
  /** The first bytes: as many as were asked for, or a chunk more, or all there are. */
  readonly head: Uint8Array;
  /** Whether `head` is all there is. */
  readonly isWhole: boolean;
  /** Everything from the first byte on, once. Closing it closes the source. */
  readonly bytes: AsyncGenerator<Uint8Array, void, void>;
}

/** Reads the first bytes of a source, and gives them again. */
export async function peek(chunks: AsyncIterable<Uint8Array>, least: number): Promise<Peeked> {
  const source = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  while (length < least && !isWhole) {
    const next = await source.next();
    if (next.done) isWhole = true;
    else {
      first.push(new Uint8Array(next.value)); // a producer may use its buffer again
      length += next.value.length;
    }
  }
  const [only] = first;
  const head = first.length === 1 && only !== undefined ? only : joinBytes(first);
  return { head, isWhole, bytes: replayed(head, source, isWhole) };
}

function replayed(
  head: Uint8Array,
  source: AsyncIterator<Uint8Array>,
  isWhole: boolean,
): AsyncGenerator<Uint8Array, void, void> {
  let isOpen = !isWhole;
  const chunks = async function* () {
    if (head.length > 0) yield head;
    while (isOpen) {
      isOpen = false; // an iterator that fails has ended: it is not closed
      const next = await source.next();
      if (next.done) return;
      isOpen = true;
      yield next.value;
    }
  };
  return new ClosingItems(chunks(), async () => {
    if (isOpen) await source.return?.();
    isOpen = false;
  });
}
