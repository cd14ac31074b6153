import { describe, expect, test } from 'vitest';
import { AsyncFromSync } from '../../../src/shared/async/async-from-sync.ts';
import { collect } from './collect.ts';

const failure = new Error('Broken');

/** The numbers below `count`, and how often the generator was closed. */
function numbers(count: number) {
  const state = { closed: 0 };
  const source = (function* () {
    try {
      for (let n = 0; n < count; n++) yield n;
    } finally {
      state.closed += 1;
    }
  })();
  return { state, source };
}

describe('AsyncFromSync', () => {
  test('yields what the generator yields, in order', async () => {
    expect(await collect(new AsyncFromSync(numbers(3).source))).toEqual([0, 1, 2]);
    expect(await collect(new AsyncFromSync(numbers(0).source))).toEqual([]);
  });

  test('closes the generator when the reader stops, by break and by the end of a block', async () => {
    const stopped = numbers(3);
    for await (const _ of new AsyncFromSync(stopped.source)) break;
    expect(stopped.state.closed).toBe(1);
    const used = numbers(3);
    {
      await using items = new AsyncFromSync(used.source);
      await items.next();
    }
    expect(used.state.closed).toBe(1);
  });

  test('rejects instead of throwing when the generator fails, and is over then', async () => {
    const items = new AsyncFromSync(
      (function* (): Generator<number, void, void> {
        yield 1;
        throw failure;
      })(),
    );
    await items.next();
    await expect(items.next()).rejects.toBe(failure);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  test('passes the error of throw() to the generator, which may handle it', async () => {
    const items = new AsyncFromSync(
      (function* (): Generator<string, void, void> {
        try {
          yield 'first';
        } catch (error) {
          yield `handled ${(error as Error).message}`;
        }
      })(),
    );
    await items.next();
    expect((await items.throw(failure)).value).toBe('handled Broken');
    await expect(items.throw(failure)).rejects.toBe(failure);
  });
});
