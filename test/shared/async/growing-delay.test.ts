import { describe, expect, it } from 'vitest';
import { growingDelay } from '../../../src/shared/async/growing-delay.ts';

const unspread = (n: number) => growingDelay(n, () => 0.5);

describe('growingDelay()', () => {
  it.each([
    ['least', () => 0],
    ['mean', () => 0.5],
    ['greatest', () => 1 - Number.EPSILON],
  ])('allows at most 40 polls within 10 minutes when the spread is at its %s', (_, random) => {
    let polls = 1;
    for (let at = growingDelay(0, random); at <= 600_000; at += growingDelay(polls, random)) polls += 1;
    expect(polls).toBeLessThanOrEqual(40);
  });

  it('begins at a second, never shrinks, never grows by more than a fifth, and ends at 30 s', () => {
    const delays = Array.from({ length: 60 }, (_, n) => unspread(n));
    expect(delays[0]).toBe(1_000);
    expect(delays.at(-1)).toBe(30_000);
    for (const [n, delay] of delays.slice(1).entries()) {
      const growth = delay / (delays[n] ?? Number.NaN);
      expect(growth).toBeGreaterThanOrEqual(1);
      expect(growth).toBeLessThanOrEqual(1.2 + 1e-9);
    }
  });

  it('stays near 30 s when there were very many polls', () => {
    expect(unspread(1_000_000)).toBe(30_000);
    for (let i = 0; i < 1_000; i++) {
      expect(growingDelay(100)).toBeGreaterThanOrEqual(27_000);
      expect(growingDelay(100)).toBeLessThanOrEqual(33_000);
    }
  });
});
