const FIRST_DELAY_MS = 1_000; // IncreaseList may be called once a second
const DELAY_GROWTH = 1.2;
const LONGEST_DELAY_MS = 30_000;

/** The wait after the nth try (from 0), in ms: it grows by a fifth each time, up to 30 s, and varies by a tenth either way. */
export const growingDelay = (n: number, random: () => number = Math.random): number =>
  Math.min(FIRST_DELAY_MS * DELAY_GROWTH ** n, LONGEST_DELAY_MS) * (0.9 + 0.2 * random());
