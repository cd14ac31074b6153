/** The time that the default verification may take, in seconds, and the most images that it asks for. */
const SAMPLE_SECONDS = 10;
const MOST_IN_SAMPLE = 100;

/** As many images as the instance answers for in ten seconds, 100 at most. */
export const sampleSize = (queriesPerSecond: number): number =>
  Math.max(1, Math.min(MOST_IN_SAMPLE, Math.floor(SAMPLE_SECONDS * queriesPerSecond)));

/**
 * Chooses `wanted` of the numbers below `count`, one at random from each of as many equal stretches, so that the choice
 * is spread over all of them. All, when as many are wanted.
 *
 * @param random a number in [0, 1)
 */
export function spreadOver(count: number, wanted: number, random: () => number): ReadonlySet<number> {
  const chosen = new Set<number>();
  const size = Math.min(count, wanted);
  for (let stretch = 0; stretch < size; stretch++) {
    const from = Math.floor((stretch * count) / size);
    const to = Math.floor(((stretch + 1) * count) / size);
    chosen.add(from + Math.floor(random() * (to - from)));
  }
  return chosen;
}

const CONFIDENCE = 0.95;

/**
 * The share of all images that is missing at most, with 95 % confidence, where `missing` of `asked` images were: the upper
 * limit of Clopper and Pearson. It is 1 when none was asked for.
 */
export function mostMissing(missing: number, asked: number): number {
  if (missing >= asked) return 1;
  let [low, high] = [missing / asked, 1];
  for (let n = 0; n < 50; n++) {
    const share = (low + high) / 2;
    if (chanceOfAtMost(missing, asked, share) > 1 - CONFIDENCE) low = share;
    else high = share;
  }
  return high;
}

/** The chance that at most `missing` of `asked` images are missing where `share` of all are. */
function chanceOfAtMost(missing: number, asked: number, share: number): number {
  let logTerm = asked * Math.log1p(-share); // in logarithms, as the first terms would vanish
  let chance = Math.exp(logTerm);
  for (let k = 1; k <= missing; k++) {
    logTerm += Math.log((asked - k + 1) / k) + Math.log(share) - Math.log1p(-share);
    chance += Math.exp(logTerm);
  }
  return chance;
}
