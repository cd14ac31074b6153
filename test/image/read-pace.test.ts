import { describe, expect, test } from 'vitest';
import { ReadPace } from '../../src/image/read/read-pace.ts';

/** A pace whose clock a step of work moves on by so many ms. */
function pace() {
  let now = 0;
  const of = new ReadPace(() => now);
  const work = (ms: number) =>
    of.timed(() => {
      now += ms;
      return 'done';
    });
  return { of, work };
}

describe('ReadPace', () => {
  test('reads at once when reads are quick and short', () => {
    const { of, work } = pace();
    for (let i = 0; i < 100; i++) {
      expect(of.readsAtOnce(65_536)).toBe(true);
      expect(work(0.01)).toBe('done');
    }
    expect(of.readsAtOnce(65_537)).toBe(false);
  });

  test('opens at once only in folders that a file came out of, of which it remembers 64', () => {
    const { of } = pace();
    expect(of.opensAtOnce('0')).toBe(false);
    for (let i = 0; i < 64; i++) of.hasOpened(`${i}`);
    expect(of.opensAtOnce('0')).toBe(true);
    expect(of.opensAtOnce('64')).toBe(false);
    of.hasOpened('64');
    expect(of.opensAtOnce('64')).toBe(true);
    expect(of.opensAtOnce('0')).toBe(false);
  });

  test.each([
    ['reads', (of: ReadPace) => of.readsAtOnce(1)],
    ['opens', (of: ReadPace) => of.opensAtOnce('a')],
  ])('%s in the pool the next 32 times when something was slow, and then tries again', (_, tries) => {
    const { of, work } = pace();
    of.hasOpened('a');
    work(10);
    const next = Array.from({ length: 33 }, () => tries(of));
    expect(next).toEqual([...Array(32).fill(false), true]);
  });

  test('remembers what was slow also when it failed', () => {
    const { of, work } = pace();
    expect(() =>
      of.timed(() => {
        work(10);
        throw new Error('gone');
      }),
    ).toThrow('gone');
    expect(of.readsAtOnce(1)).toBe(false);
  });
});
