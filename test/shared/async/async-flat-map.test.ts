import { describe, expect, test } from 'vitest';
import { AsyncFlatMap } from '../../../src/shared/async/async-flat-map.ts';
import fc from '../../support/properties.ts';
import { collect } from './collect.ts';

const failure = new Error('Broken');
const itemsOf = (group: readonly number[]) => group[Symbol.iterator]();
const done = { done: true, value: undefined };

/** Groups one after the other, and how often they were closed. */
function grouped<Group>(groups: readonly Group[]) {
  const state = { closed: 0 };
  const source = (async function* () {
    try {
      yield* groups;
    } finally {
      state.closed += 1;
    }
  })();
  return { state, source };
}

describe('AsyncFlatMap', () => {
  test('yields every item in order when groups are empty, short or long', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat())), async (groups) => {
        expect(await collect(new AsyncFlatMap(grouped(groups).source, itemsOf))).toEqual(groups.flat());
      }),
    );
  });

  test('answers calls in their order when they do not wait for each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat())), async (groups) => {
        const items = new AsyncFlatMap(grouped(groups).source, itemsOf);
        const all = groups.flat();
        const results = await Promise.all(Array.from({ length: all.length + 2 }, () => items.next()));
        expect(results.map(({ value }) => value)).toEqual([...all, undefined, undefined]);
        expect(results.map((result) => result.done === true).indexOf(true)).toBe(all.length);
      }),
    );
  });

  test('asks for a group only when the items before it were read', async () => {
    const asked: number[] = [];
    const groups = (async function* () {
      for (let group = 0; group < 3; group++) {
        asked.push(group);
        yield [group, group];
      }
    })();
    const items = new AsyncFlatMap(groups, itemsOf);
    expect(asked).toEqual([]);
    await items.next();
    await items.next();
    expect(asked).toEqual([0]);
    await items.next();
    expect(asked).toEqual([0, 1]);
  });

  test('closes the items and the groups when the reader stops', async () => {
    const { state, source } = grouped([1, 2]);
    let itemsClosed = 0;
    const items = new AsyncFlatMap(source, function* (group) {
      try {
        yield* [group, group];
      } finally {
        itemsClosed += 1;
      }
    });
    for await (const item of items) {
      expect(item).toBe(1);
      break;
    }
    expect([itemsClosed, state.closed]).toEqual([1, 1]);
    expect(await items.next()).toEqual(done);
  });

  test.each<[string, readonly (readonly number[])[], number]>([
    ['the first item of a group', [[], [1]], 0],
    ['a later item', [[1, 2, 3]], 2],
  ])('rejects, closes the groups and is over when %s fails', async (_, groups, good) => {
    const { state, source } = grouped(groups);
    const items = new AsyncFlatMap(source, function* (group) {
      for (const item of group) {
        if (item > good) throw failure;
        yield item;
      }
    });
    for (let n = 0; n < good; n++) await items.next();
    await expect(items.next()).rejects.toBe(failure);
    expect(state.closed).toBe(1);
    expect(await items.next()).toEqual(done);
  });

  test('rejects when the groups fail, and with the error that throw() is given', async () => {
    const broken = (async function* (): AsyncGenerator<number[], void, void> {
      yield [1];
      throw failure;
    })();
    await expect(collect(new AsyncFlatMap(broken, itemsOf))).rejects.toBe(failure);
    const { state, source } = grouped([[1]]);
    const items = new AsyncFlatMap(source, itemsOf);
    await items.next();
    await expect(items.throw(failure)).rejects.toBe(failure);
    expect(state.closed).toBe(1);
  });

  test('closes the groups when a block that uses it ends', async () => {
    const { state, source } = grouped([[1, 2]]);
    {
      await using items = new AsyncFlatMap(source, itemsOf);
      await items.next();
    }
    expect(state.closed).toBe(1);
  });
});
