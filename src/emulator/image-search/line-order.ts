import { show, within } from '../../shared/options/checks.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import { shuffled } from './shuffled.ts';

/** The order in which a task carries out the lines of increment.meta: that of the file, or one that a seed decides. */
export type LineOrder = 'file' | { readonly seed: number };

const LARGEST_SEED = 2 ** 32 - 1;

/** @throws {TypeError | RangeError} unless it is `'file'` or has a seed, an integer from 0 to 4,294,967,295 */
export function checkedLineOrder(order: LineOrder): LineOrder {
  if (order === 'file') return order;
  if (typeof order !== 'object' || order === null)
    throw new TypeError(
      `Cannot continue as 'lineOrder' must be 'file' or an object with a seed: current value is ${show(order)}`,
    );
  const { seed } = knownOptions('lineOrder', order, { seed: true });
  return { seed: within(0, LARGEST_SEED, 'lineOrder.seed', seed) };
}

/** The lines in this order. Any order but that of the file holds all of them in memory. */
export async function* ordered<Line>(
  lines: AsyncIterable<Line>,
  order: LineOrder,
  signal: AbortSignal,
): AsyncGenerator<Line, void, void> {
  if (order === 'file') return yield* lines;
  const read: Line[] = [];
  for await (const line of lines) {
    signal.throwIfAborted();
    read.push(line);
  }
  yield* shuffled(read, order.seed);
}
