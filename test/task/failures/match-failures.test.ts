import { describe, expect, it } from 'vitest';
import { type ImageFailure, readFailure } from '../../../src/task/failures/failure-line.ts';
import { matchFailures } from '../../../src/task/failures/match-failures.ts';
import fc from '../../support/properties.ts';

const failure = (facts: object): ImageFailure => readFailure(JSON.stringify(facts));
const lineOf = (line: number, productId: string, picName?: string) => ({
  line,
  record: { productId, picName },
});

const LINES = [
  lineOf(1, 'P1', 'a.jpg'),
  lineOf(2, 'P1', 'b.jpg'),
  lineOf(3, 'P2', 'a.jpg'),
  lineOf(4, 'P2', 'a.jpg'),
  lineOf(5, 'P3'),
];

const numbersOf = async (facts: object, folder = 'spring') => {
  const one = failure(facts);
  const found = await matchFailures(LINES, [one], folder);
  return found.get(one)?.map(({ line }) => line) ?? [];
};

describe('matchFailures()', () => {
  it.each<[string, object, number[]]>([
    ['both names', { ProductId: 'P1', PicName: 'b.jpg' }, [2]],
    ['the folder before the name', { ProductId: 'P1', PicName: 'spring/b.jpg' }, [2]],
    ['a leading slash', { ProductId: 'P1', PicName: '/spring/b.jpg' }, [2]],
    ['a picture alone', { PicName: 'a.jpg' }, [1, 3, 4]],
    ['a product alone', { ProductId: 'P1' }, [1, 2]],
    ['a product of which all is deleted', { ProductId: 'P3' }, [5]],
    ['a number alone', { Line: 2 }, [2]],
    ['names that two lines have', { ProductId: 'P2', PicName: 'a.jpg' }, [3, 4]],
    ['such names, and the number of one of them', { ProductId: 'P2', PicName: 'a.jpg', Line: 4 }, [4]],
    ['names, and the number of another line', { ProductId: 'P1', PicName: 'b.jpg', Line: 1 }, [2]],
    ['names of no line, and a number', { ProductId: 'P9', PicName: 'z.jpg', Line: 1 }, [1]],
    ['a product alone, and the number of one of its lines', { ProductId: 'P1', Line: 2 }, [2]],
    ['names of no line', { ProductId: 'P9', PicName: 'z.jpg' }, []],
    ['a number beyond the file', { Line: 6 }, []],
    ['nothing', {}, []],
  ])('finds the lines of a failure that gives %s', async (_, facts, lines) => {
    expect(await numbersOf(facts)).toEqual(lines);
  });

  it('finds the lines of both when one failure names more than the other', async () => {
    const exact = failure({ ProductId: 'P1', PicName: 'a.jpg' });
    const wide = [failure({ ProductId: 'P1' }), failure({ PicName: 'a.jpg' })];
    const found = await matchFailures(LINES, [exact, ...wide], '');
    const linesOf = (one: ImageFailure) => found.get(one)?.map(({ line }) => line);
    expect([exact, ...wide].map(linesOf)).toEqual([[1], [1, 2], [1, 3, 4]]);
  });

  it('finds the very line of every failure, in any order, when each has its number and its names', async () => {
    const names = fc.constantFrom('A', 'B', 'C');
    const file = fc.array(fc.record({ productId: names, picName: names }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(file, fc.infiniteStream(fc.double({ noNaN: true })), async (records, order) => {
        const lines = records.map((record, i) => ({ line: i + 1, record }));
        const failures = lines
          .map(({ line, record }) => ({ Line: line, ProductId: record.productId, PicName: record.picName }))
          .map((facts) => ({ key: order.next().value ?? 0, facts }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ facts }) => failure(facts));
        const found = await matchFailures(lines, failures, '');
        for (const one of failures) expect(found.get(one)?.map(({ line }) => line)).toEqual([one.line]);
      }),
    );
  });
});
