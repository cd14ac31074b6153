import { describe, expect, test } from 'vitest';
import { peek } from '../../../src/catalogue/source/peek.ts';
import { collect } from '../../shared/async/collect.ts';

/** Chunks of one byte, and how often they were closed. @param failsAt the chunk in whose place an error comes */
function source(count: number, failsAt = Number.POSITIVE_INFINITY) {
  const seen = { closed: 0 };
  let at = 0;
  const chunks = {
    [Symbol.asyncIterator]: () => ({
      async next(): Promise<IteratorResult<Uint8Array, undefined>> {
        if (at === failsAt) throw new Error('cut');
        at += 1;
        return at > count ? { done: true, value: undefined } : { done: false, value: Uint8Array.of(at) };
      },
      async return(): Promise<IteratorResult<Uint8Array, undefined>> {
        seen.closed += 1;
        return { done: true, value: undefined };
      },
    }),
  };
  return { seen, chunks };
}

describe('peek', () => {
  test.each([
    [2, false],
    [3, false], // whether a chunk follows is not asked
    [4, true],
  ])('gives the first %i bytes, and again with all others', async (least, isWhole) => {
    const { chunks, seen } = source(3);
    const peeked = await peek(chunks, least);
    expect(peeked.isWhole).toBe(isWhole);
    expect([...peeked.head]).toEqual([1, 2, 3].slice(0, least));
    expect(Buffer.concat(await collect(peeked.bytes))).toEqual(Buffer.from([1, 2, 3]));
    expect(seen.closed).toBe(0);
  });

  test('closes its source once when it is closed before it is read', async () => {
    const { chunks, seen } = source(3);
    const { bytes } = await peek(chunks, 1);
    await bytes.return();
    await bytes.return();
    expect(seen.closed).toBe(1);
    expect(await bytes.next()).toEqual({ done: true, value: undefined });
  });

  test('closes its source when the reader stops', async () => {
    const { chunks, seen } = source(3);
    for await (const _ of (await peek(chunks, 1)).bytes) break;
    expect(seen.closed).toBe(1);
  });

  test('does not close a source that failed', async () => {
    const { chunks, seen } = source(3, 1);
    const { bytes } = await peek(chunks, 1);
    await expect(collect(bytes)).rejects.toThrow('cut');
    await bytes.return();
    expect(seen.closed).toBe(0);
  });
});
