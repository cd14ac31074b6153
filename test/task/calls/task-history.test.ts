import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import type { BatchTaskClient } from '../../../src/task/batch-task-client.ts';
import type { SubmitIntent } from '../../../src/task/submit/find-started.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type FaultServer, replyJson, startFaultServer } from '../../support/fault-server.ts';
import fc from '../../support/properties.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { listReply, taskItem } from '../../support/task-list.ts';
import { tasksOf } from '../../support/test-bed.ts';

const SPRING = 'oss://emulated-bucket/spring';
const PAGE = 499;

/** It never has a task: only its names and keys are taken. */
let idle: Emulator;
beforeAll(async () => {
  idle = await startEmulator();
});
afterAll(() => idle.close());

type Item = ReturnType<typeof taskItem>;

/** The task of a number. A new task of every second number is created in the second of the one before. */
const itemOf = (id: number, folder = 'spring'): Item => ({
  ...taskItem(id, 'SUCCESS'),
  Path: `/${folder}`,
  UtcCreate: String(Math.floor(id / 2) * 1_000),
});

const ORDERS: Readonly<Record<string, (tasks: readonly Item[]) => readonly Item[]>> = {
  'newest first': (tasks) => tasks.toReversed(),
  'newest last': (tasks) => tasks,
  'in the order of their folders': (tasks) =>
    tasks.toSorted((one, other) =>
      one.Path === other.Path ? other.Id - one.Id : one.Path < other.Path ? -1 : 1,
    ),
  'in no order': (tasks) =>
    tasks.toSorted((one, other) => ((one.Id * 7_919) % 1_009) - ((other.Id * 7_919) % 1_009)),
};

/** A service that has so many tasks, and lists them in an order. It starts a task and is done with it. */
async function serviceWith(count: number, order: keyof typeof ORDERS) {
  const tasks = Array.from({ length: count }, (_, n) => itemOf(n + 1));
  let last = count;
  const add = (folder?: string) => {
    last += 1;
    tasks.push(itemOf(last, folder));
    return last;
  };
  const server = await startFaultServer((socket, request, n) => {
    const parameter = (name: string) => new RegExp(`[?&]${name}=(\\d+)`).exec(request)?.[1];
    if (/increaseinstance/i.test(request))
      return replyJson(200, { Success: true, Data: { Id: String(add()) } })(socket, request, n);
    const [page, size] = [Number(parameter('PageNumber')), Number(parameter('PageSize'))];
    const inOrder = ORDERS[order]?.(tasks) ?? [];
    listReply(inOrder.slice((page - 1) * size, page * size), tasks.length)(socket, request, n);
  });
  const ids = (folder: string) =>
    tasks.filter(({ Path }) => Path === `/${folder}`).map(({ Id }) => String(Id));
  return { server, add, forget: () => tasks.shift(), ids };
}

const clientOf = (server: FaultServer) =>
  tasksOf(idle, { endpoint: server.endpoint, clock: new FakeClock({ auto: true }) });

/** Submits a task. Returns the ids of the tasks that its intent names. */
async function submitted(tasks: BatchTaskClient): Promise<readonly string[]> {
  let intended: readonly string[] = [];
  const onIntent = async ({ before }: SubmitIntent) => {
    intended = before;
  };
  await tasks.submit(SPRING, { onIntent });
  return intended;
}

describe('submit() of many tasks', () => {
  it.each(['newest first', 'newest last'])(
    'asks for the new end of a long list alone, when the service lists the %s',
    async (order) => {
      const { server, ids } = await serviceWith(3 * PAGE + 100, order);
      await using _ = server;
      const tasks = clientOf(server);
      await tasks.submit(SPRING);
      expect(server.requests).toHaveLength(4 + 1);
      for (let n = 1; n <= 5; n++) {
        const before = ids('spring');
        const intended = await submitted(tasks);
        expect(new Set(intended)).toEqual(new Set(before));
        expect(server.requests).toHaveLength(4 + 1 + 2 * n);
      }
    },
  );

  it('names every task of the folder that is there, in whatever order the service lists and forgets them', async () => {
    const step = fc.record({
      added: fc.nat(3),
      elsewhere: fc.nat(2),
      forgotten: fc.nat(1),
    });
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.keys(ORDERS)),
      fc.constantFrom(1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE - 1, 2 * PAGE, 2 * PAGE + 40),
      fc.array(step, { minLength: 1, maxLength: 4 }),
      async (order, count, steps) => {
        const { server, add, forget, ids } = await serviceWith(count, order);
        await using _ = server;
        const tasks = clientOf(server);
        for (const { added, elsewhere, forgotten } of [{ added: 0, elsewhere: 0, forgotten: 0 }, ...steps]) {
          for (let n = 0; n < added; n++) add();
          for (let n = 0; n < elsewhere; n++) add('autumn');
          // Where they are in no order, one that is forgotten can hide one that is new.
          if (forgotten > 0 && order !== 'in no order') forget();
          const before = ids('spring');
          const intended = await submitted(tasks);
          expect(before.filter((id) => !intended.includes(id))).toEqual([]);
        }
      },
    );
    await fc.assert(property, { numRuns: 25 });
  }, 120_000);

  it('waits for a task of another folder that runs at the new end of a long list', async () => {
    const running = { ...itemOf(2 * PAGE), Status: 'PROCESSING', Path: '/autumn' };
    const old = Array.from({ length: 2 * PAGE - 1 }, (_, n) => itemOf(n + 1)).toReversed();
    const whole = [listReply(old.slice(0, PAGE), old.length), listReply(old.slice(PAGE), old.length)];
    const answers = [
      ...whole,
      replyJson(200, { Success: false, Code: 'Console.IncrementStatusError', RequestId: 'R' }),
      listReply([running, ...old.slice(0, PAGE - 1)], old.length + 1),
    ];
    await using server = await startFaultServer((socket, request, n) => answers[n - 1]?.(socket, request, n));
    const waiting = clientOf(server).submit(SPRING, {
      whenRunning: 'wait',
      onRunning: ({ id }) => {
        throw new Error(`Task ${id} runs`);
      },
    });
    await expect(waiting).rejects.toThrow(`Task ${2 * PAGE} runs`);
  });
});
