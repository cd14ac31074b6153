const FIRST_MS = 1_000; // IncreaseList may be called once a second
const GROWTH = 1.2;
const LONGEST_MS = 30_000;

/** The wait after the nth poll (from 0), in ms: it grows smoothly to half a minute, and spreads by a tenth either way. */
export const defaultPollDelay = (n: number, random: () => number = Math.random): number =>
  Math.min(FIRST_MS * GROWTH ** n, LONGEST_MS) * (0.9 + 0.2 * random());
