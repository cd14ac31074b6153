/** Numbers in [0, 1), the same for the same seed: a linear congruential generator with the constants of Numerical Recipes. */
export function seededRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0; // neighbouring seeds begin far apart
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
