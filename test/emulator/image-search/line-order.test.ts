import { beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { EmulatorOptions } from '../../../src/emulator/index.ts';
import { all } from '../../support/items.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { line, putObjects, tasksOf } from '../../support/test-bed.ts';

let good: Uint8Array;
beforeAll(async () => {
  good = await makeImage({ format: 'jpeg', width: 120, height: 100 });
});

const remove = `${JSON.stringify({ OperationType: 'DELETE', ProductId: 'P1', PicName: 'a.jpg' })}\n`;
const products = Array.from({ length: 30 }, (_, i) => `P${i + 1}`);
const adds = products.map((ProductId) => line({ ProductId }));

/** Runs a task for each list of lines, and returns the order in which images came to the service, with the rest. */
async function ran(files: readonly (readonly string[])[], options: EmulatorOptions = {}) {
  const order: string[] = [];
  await using emulator = await startEmulator({
    taskDurationMs: 0,
    failImage: ({ productId }) => {
      order.push(productId);
      return undefined;
    },
    ...options,
  });
  const failures = [];
  for (const lines of files) {
    await putObjects(emulator, { 'spring/a.jpg': good, 'spring/increment.meta': lines.join('') });
    const tasks = tasksOf(emulator);
    const state = await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/spring`));
    expect(state.status).toBe('SUCCESS');
    failures.push((await all(tasks.failures(state))).map(({ line: number }) => number));
  }
  return { order, failures, gallery: emulator.gallery().map(({ ProductId }) => ProductId) };
}

describe('a task', () => {
  it.each([undefined, 'file'] as const)(
    'carries out lines from top to bottom when lineOrder is %s',
    async (lineOrder) => {
      expect((await ran([adds], { lineOrder })).order).toEqual(products);
    },
  );

  it('carries out every line, in another order than the file, when lineOrder has a seed', async () => {
    const { order, gallery, failures } = await ran([adds], { lineOrder: { seed: 1 } });
    expect(order).not.toEqual(products);
    expect(order.toSorted()).toEqual(products.toSorted());
    expect(gallery).toEqual(order);
    expect(failures).toEqual([[]]);
  });

  it('carries out the same file in the same order when the seed is the same, in a later task, too', async () => {
    const { order } = await ran([adds, adds], { lineOrder: { seed: 7 } });
    expect(order.slice(30)).toEqual(order.slice(0, 30));
    expect((await ran([adds], { lineOrder: { seed: 7 } })).order).toEqual(order.slice(0, 30));
    expect((await ran([adds], { lineOrder: { seed: 8 } })).order).not.toEqual(order.slice(0, 30));
  });

  it('ends with or without an image that a DELETE and then an ADD name, as the seed decides', async () => {
    expect((await ran([[remove, line()]])).gallery).toEqual(['P1']);
    const ends = new Set<number>();
    for (let seed = 0; seed < 8; seed++) {
      const { gallery } = await ran([[remove, line()]], { lineOrder: { seed } });
      expect((await ran([[remove, line()]], { lineOrder: { seed } })).gallery).toEqual(gallery);
      ends.add(gallery.length);
    }
    expect(ends).toEqual(new Set([0, 1]));
  });

  it('reports each bad line by its number in the file when lineOrder has a seed', async () => {
    const bad = [3, 12, 30];
    const lines = adds.map((one, i) => (bad.includes(i + 1) ? 'x\n' : one));
    const { failures, gallery } = await ran([['\n', ...lines]], { lineOrder: { seed: 5 } });
    expect(failures[0]?.toSorted((a = 0, b = 0) => a - b)).toEqual([4, 13, 31]);
    expect(gallery).toHaveLength(27);
  });
});
