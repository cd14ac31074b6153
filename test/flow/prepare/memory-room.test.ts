import { expect, it } from 'vitest';
import { MemoryRoom } from '../../../src/import/prepare/memory-room.ts';
import fc from '../../support/properties.ts';

it('MemoryRoom gives no more than there is, and lets works begin in their order, when any works share it', async () => {
  const size = 100;
  const anyWork = fc.record({ bytes: fc.integer({ min: 0, max: 300 }), turns: fc.nat({ max: 5 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(anyWork, { maxLength: 20 }), async (works) => {
      const room = new MemoryRoom(size);
      const begun: number[] = [];
      let used = 0;
      const results = await Promise.all(
        works.map(({ bytes, turns }, n) =>
          room.use(bytes, async () => {
            begun.push(n);
            used += Math.min(bytes, size);
            expect(used).toBeLessThanOrEqual(size);
            for (let turn = 0; turn < turns; turn++) await Promise.resolve();
            used -= Math.min(bytes, size);
            return n;
          }),
        ),
      );
      expect(results).toEqual(works.map((_, n) => n));
      expect(begun).toEqual(results);
    }),
  );
});

it('MemoryRoom lets the next work begin when one fails', async () => {
  const room = new MemoryRoom(1);
  const [failed, next] = await Promise.allSettled([
    room.use(1, () => Promise.reject(new Error('no'))),
    room.use(1, async () => 'done'),
  ]);
  expect(failed.status).toBe('rejected');
  expect(next).toMatchObject({ value: 'done' });
});
