import { Agent, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/emulator/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { listData, rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { putFolder, tasksOf } from '../../support/test-bed.ts';

describe('an emulator with a clock of its own', () => {
  it('takes calls and uploads of a machine that has not moved, when its clock is moved by hours', async () => {
    const clock = new FakeClock();
    await using emulator = await startEmulator({ clock, taskDurationMs: 3 * 3_600_000 });
    await putFolder(emulator, 'spring');
    const tasks = tasksOf(emulator);
    const ref = await tasks.submit('oss://emulated-bucket/spring');
    clock.advance(3 * 3_600_000);
    await expect.poll(async () => (await tasks.get(ref)).status).toBe('SUCCESS');
    await putFolder(emulator, 'autumn');
    const { createdAt, modifiedAt } = await tasks.get(ref);
    expect(modifiedAt - createdAt).toBe(3 * 3_600_000);
  });
});

describe('a call', () => {
  it.each<[string, FaultRule[]]>([
    ['of itself', []],
    ['before a fault that others wait for', [{ kind: 'unavailable', operation: 'Detail' }]],
  ])(
    'that is too large is refused, and the next one on the same connection is not (%s)',
    async (_, faults) => {
      await using emulator = await startEmulator({ faults });
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const [host, port] = emulator.imageSearchEndpoint.split(':');
      const post = (bytes: number) =>
        new Promise<readonly [status: number | undefined, body: string]>((resolve, reject) => {
          const call = request({ agent, host, port, method: 'POST', path: '/' }, (answer) => {
            let body = '';
            answer.setEncoding('utf8').on('data', (text: string) => (body += text));
            answer.on('end', () => resolve([answer.statusCode, body]));
          });
          call.on('error', reject).end(Buffer.alloc(bytes, 'a'));
        });
      try {
        for (let n = 0; n < 4; n++) {
          expect(await post(12_000_000)).toEqual([400, expect.stringContaining('larger than 8388608 bytes')]);
          expect(await post(10)).toEqual([400, expect.stringContaining('MissingParameter')]);
        }
      } finally {
        agent.destroy();
      }
    },
  );

  it.each([
    ['PUT', '/'],
    ['DELETE', '/'],
    ['POST', '/x'],
  ])('by %s to %s is refused', async (method, path) => {
    await using emulator = await startEmulator();
    const answer = await fetch(`http://${emulator.imageSearchEndpoint}${path}`, { method });
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ Code: 'InvalidAction.NotFound' }),
    ]);
  });

  it('with an empty nonce is refused', async () => {
    await using emulator = await startEmulator();
    expect(await rpcCall(emulator, { nonce: '' })).toMatchObject({
      status: 400,
      body: { Code: 'MissingParameter' },
    });
    expect((await listData(emulator)).TotalCount).toBe(0);
  });
});
