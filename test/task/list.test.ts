import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { failureOf } from '../support/failure.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { replyJson, startFaultServer } from '../support/fault-server.ts';
import { all } from '../support/items.ts';
import { startLossyProxy } from '../support/lossy-proxy.ts';
import { increase } from '../support/rpc-call.ts';
import { listReply, taskItem } from '../support/task-list.ts';
import { tasksOf } from '../support/test-bed.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

describe('list()', () => {
  it('gives every task once when they fill several pages', async () => {
    const clock = new FakeClock({ auto: true });
    await using many = await startEmulator({ clock });
    for (let n = 0; n < 205; n++) expect((await increase(many)).status).toBe(200);
    await using proxy = await startLossyProxy(many.imageSearchEndpoint, () => undefined);
    const found = await all(tasksOf(many, { endpoint: proxy.endpoint }).list());
    expect(found.map(({ ref }) => Number(ref.id)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 205 }, (_, i) => i + 1),
    );
    expect(proxy.actions).toHaveLength(3); // 100, 100 and 5
  });

  it('gives nothing when the instance never had a task', async () => {
    await using fresh = await startEmulator();
    expect(await all(tasksOf(fresh).list())).toEqual([]);
  });

  it('asks for no page more when the reader has enough', async () => {
    const full = Array.from({ length: 100 }, (_, i) => taskItem(i + 1, 'SUCCESS'));
    await using server = await startFaultServer(listReply(full, 1_000));
    for await (const _ of tasksOf(emulator, { endpoint: server.endpoint }).list()) break;
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['no data', { RequestId: 'R' }],
    ['something else than a list', { Data: { Increments: { Instance: { Id: 1 } }, TotalCount: 1 } }],
  ])('rejects with BAD_ANSWER when the answer has %s', async (_, answer) => {
    await using server = await startFaultServer(replyJson(200, answer));
    const listed = all(tasksOf(emulator, { endpoint: server.endpoint }).list());
    expect(await failureOf(listed)).toMatchObject({ code: 'BAD_ANSWER' });
  });
});
