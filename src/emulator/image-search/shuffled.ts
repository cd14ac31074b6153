/**
 * The items in a random order (Fisher and Yates), the same for the same seed and number of items.
 *
 * @param seed an integer from 0 to 4,294,967,295
 */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const order = [...items];
  let state = mixed(seed); // neighbouring seeds begin far apart
  for (let last = order.length - 1; last > 0; last--) {
    state = (state + STEP) >>> 0;
    const other = Math.floor((mixed(state) / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}

/** 2 ** 32 divided by the golden ratio: with this odd step the state takes every value of 32 bits. */
const STEP = 0x9e37_79b9;

/** Another number of 32 bits in which each bit depends on every bit of `number`: the last step of MurmurHash3. */
function mixed(number: number): number {
  let bits = number ^ (number >>> 16);
  bits = Math.imul(bits, 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
