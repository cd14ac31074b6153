import { describe, expect, it } from 'vitest';
import type { QueueRecord } from '../../../src/index.ts';
import { queueFile } from '../../../src/task/queue/queue-file.ts';
import type { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { FILES, power, queueBed } from './queue-bed.ts';

const bed = queueBed();

describe('TaskQueue, interrupted', () => {
  /** Where the power goes: before or after the nth save gets to the disk. */
  const MOMENTS = Array.from(
    { length: 13 },
    (_, n) =>
      [
        [n, 'before'],
        [n, 'after'],
      ] as const,
  ).flat();

  it.each(MOMENTS)(
    'submits every file once, in order, when the power goes at save %i, %s it is on the disk',
    async (fatal, when) => {
      const told: string[] = [];
      let saves = 0;
      const file = queueFile(bed.path);
      const weak = {
        ...file,
        append: async (records: readonly QueueRecord[]) => {
          const isFatal = saves++ === fatal;
          if (isFatal && when === 'before') throw power;
          await file.append(records);
          if (isFatal) throw power;
        },
      };
      const run = async (queue: TaskQueue) => {
        await queue.add(FILES);
        for await (const { file } of queue.run()) told.push(file.address);
      };
      const interrupted = await run(await bed.open({ storage: weak })).then(
        () => undefined,
        (error) => error,
      );
      expect(interrupted).toBe(saves > fatal ? power : undefined);
      await weak.close?.(); // as the end of the process does
      await run(await bed.open());
      expect(await bed.submitted()).toEqual(['/spring', '/summer', '/autumn']);
      expect([...new Set(told)]).toEqual(FILES.map((file) => file.address));
      expect(told.length).toBeLessThanOrEqual(4); // one of them may be told again
    },
  );
});
